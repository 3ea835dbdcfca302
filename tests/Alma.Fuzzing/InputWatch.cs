using System.Diagnostics;

namespace Alma.Fuzzing;

/// <summary>Ends the program when a parser takes too long over one input, and says over which.</summary>
internal sealed class InputWatch : IDisposable
{
    /// <summary>Of processor time, over one input: parsers take milliseconds.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(10);

    /// <summary>Of any time: a machine that does other things may let this program wait.</summary>
    private static readonly TimeSpan longPatience = TimeSpan.FromMinutes(2);

    private const int HungExitCode = 3;

    private readonly Timer timer;
    private volatile Attempt? current;
    private Attempt? seen;
    private TimeSpan usedWhenSeen;

    public InputWatch() => timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

    public void Started(string parser, int index, byte[] input) => current = new(parser, index, input, Stopwatch.GetTimestamp());

    public void Ended() => current = null;

    /// <summary>Leaves an input in a file.</summary>
    /// <returns>The file's path.</returns>
    public static string Keep(string parser, int index, byte[] input)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "alma-fuzzing")).FullName, $"{parser}-{index}");
        File.WriteAllBytes(path, input);
        return path;
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        if (current is not { } attempt) return;
        var used = Environment.CpuUsage.TotalTime;
        if (seen != attempt) (seen, usedWhenSeen) = (attempt, used);
        if (used - usedWhenSeen < patience && Stopwatch.GetElapsedTime(attempt.Started) < longPatience) return;
        timer.Dispose();
        Console.Error.WriteLine(
            $"{attempt.Parser}: input {attempt.Index} ({Keep(attempt.Parser, attempt.Index, attempt.Input)}) takes "
            + $"longer than {patience.TotalSeconds} s");
        Environment.Exit(HungExitCode);
    }

    private sealed record Attempt(string Parser, int Index, byte[] Input, long Started);
}
