using System.ComponentModel;
using System.Diagnostics;

namespace Alma.Launching.Slurm;

/// <summary>Whether lines of shell are whole: an open quote would take in the command behind them, and the job would do nothing.</summary>
internal static class ShellSyntax
{
    /// <exception cref="LaunchException">bash finds them wrong, or they go on beyond their end.</exception>
    public static void Check(string key, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        if (lines[^1].Length - lines[^1].TrimEnd('\\').Length is var backslashes && backslashes % 2 == 1)
            throw new LaunchException(
                $"{key}: its last line, '{lines[^1]}', ends in a backslash: the command of the job would become a part of it.");
        if (Complaint(string.Join('\n', lines) + "\n") is { Length: > 0 } complaint)
            throw new LaunchException($"{key} is no shell that ends where it should: {complaint}");
    }

    // bash only warns of a here-document without an end.
    private static string? Complaint(string script)
    {
        try
        {
            using var bash =
                Process.Start(new ProcessStartInfo("bash", ["-n"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
            var complaint = bash.StandardError.ReadToEndAsync();
            bash.StandardInput.Write(script);
            bash.StandardInput.Close();
            bash.WaitForExit();
            return complaint.Result.Trim().ReplaceLineEndings("; ");
        }
        catch (Exception unknown) when (unknown is Win32Exception or IOException)
        {
            return null; // there is none here to ask
        }
    }
}
