using System.Globalization;
using Alma.Files;
using Alma.Runs;

namespace Alma.Cli;

/// <summary>What a user is told of a fault that is not theirs: one sentence, and in which file the details are.</summary>
internal static class FaultReport
{
    private const int MaxLetters = 500;

    public static string Of(Exception fault) =>
        "error: "
        + $"{EnvironmentFault.Explanation(fault) ?? $"alma failed where it should not: {PrintableText.Line(fault.GetBaseException().Message, MaxLetters)}"} {Details(fault)}";

    private static string Details(Exception fault)
    {
        try
        {
            var time = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            var path = Path.Combine(
                Path.GetTempPath(), $"alma-fault-{time}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}.txt");
            using var text = new StreamWriter(OwnFile.Create(path));
            text.WriteLine($"alma {ProductVersion.Text}\n{Environment.CommandLine}\n{fault}");
            return $"The details are in {path}; please report them.";
        }
        catch (Exception unwritten)
            when (unwritten is IOException or UnauthorizedAccessException or ArgumentException or System.Security.SecurityException)
        {
            return $"The details could not be written: {PrintableText.Line(unwritten.Message, MaxLetters)}";
        }
    }
}
