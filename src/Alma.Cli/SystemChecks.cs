using System.Globalization;
using Alma.Data;

namespace Alma.Cli;

/// <summary>
/// What <c>alma doctor</c> finds out about what the system lets this process have: home, files, stack, room on the disks.
/// </summary>
internal static class SystemChecks
{
    private const ulong FewFiles = 1024;
    private const ulong LittleStack = 1 << 20;
    private const long LittleRoom = 1L << 28;

    public static IEnumerable<(string What, string Finding)> Findings(List<string> problems)
    {
        yield return ("home", Home(problems));
        yield return ("files", OpenFiles(problems));
        yield return ("stack", Stack(problems));
        yield return ("temporary files", Temporary(problems));
        yield return ("current folder", Room(Environment.CurrentDirectory, "the current folder", problems));
    }

    private static string Home(List<string> problems)
    {
        var set = Environment.GetEnvironmentVariable("HOME");
        if (DatasetFolder.Variable("HOME") is not { } home)
        {
            problems.Add("HOME is not set, and the system knows no home of this user: give the data folder in ALMA_DATA.");
            return "none";
        }

        if (!Directory.Exists(home)) problems.Add($"the home folder {home} is not there: set HOME, or give the data folder in ALMA_DATA.");
        return set is { Length: > 0 } ? home : $"{home} (HOME is not set; this is from the user database)";
    }

    private static string OpenFiles(List<string> problems)
    {
        if (ProcessLimits.OpenFiles is not { } files) return "any number may be open";
        if (files < FewFiles)
            problems.Add(
                $"only {files} files may be open at once: sweeps and queries over many runs may need more. "
                + $"Raise the limit: ulimit -n {FewFiles}");
        return $"{files} may be open at once";
    }

    private static string Stack(List<string> problems)
    {
        if (ProcessLimits.StackBytes is not { } bytes) return "unlimited";
        if (bytes < LittleStack) problems.Add($"the stack is limited to {bytes / 1024} KiB. Raise the limit: ulimit -s 8192");
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024} KiB");
    }

    private static string Temporary(List<string> problems)
    {
        var folder = Path.GetTempPath();
        if (!Directory.Exists(folder))
        {
            problems.Add($"the folder of temporary files {folder} is not there: set TMPDIR to one that is.");
            return $"{folder} (not there)";
        }

        if (MachineReport.WhyUnwritable(folder) is { } reason)
            problems.Add($"temporary files cannot be written: {reason} Set TMPDIR to another folder.");
        return Room(folder, "the folder of temporary files", problems);
    }

    private static string Room(string folder, string what, List<string> problems)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            if (free < LittleRoom) problems.Add($"{what}, {folder}, is on a disk with {free / 1e6:F0} MB left.");
            return string.Create(CultureInfo.InvariantCulture, $"{folder}, {free / 1e9:F1} GB free");
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return folder;
        }
    }
}
