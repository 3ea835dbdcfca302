using System.Runtime.InteropServices;
using System.Text.Json;
using Alma.Files;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Launching.Folder;

/// <summary>Says in the sweep's folder which process starts its jobs, for other commands to ask it to stop.</summary>
internal sealed class LauncherPidFile : IDisposable
{
    private const int Interruption = 2; // SIGINT
    private readonly string path;

    private LauncherPidFile(string path) => this.path = path;

    public static LauncherPidFile Create(SweepFolder sweep)
    {
        AtomicFile.WriteText(sweep.LauncherFile, JsonSerializer.Serialize(ProcessIdentity.Current, SweepJson.Options) + "\n");
        return new LauncherPidFile(sweep.LauncherFile);
    }

    /// <summary>Whether a process of this machine, be it another than this one, starts jobs of the sweep.</summary>
    public static bool IsAlive(SweepFolder sweep) => Read(sweep) is { IsOfThisMachine: true, IsAlive: true };

    /// <summary>Does what Ctrl-C would do to the process.</summary>
    public static IReadOnlyList<string> Interrupt(SweepFolder sweep)
    {
        if (Read(sweep) is not { } launcher) return [];
        if (!launcher.IsOfThisMachine)
            return [$"process {launcher.ProcessId} on {launcher.Host} starts its jobs, which can be stopped there only"];
        if (!launcher.IsAlive || OperatingSystem.IsWindows()) return [];
        return Signal(launcher.ProcessId, Interruption) == 0 ? [$"asked process {launcher.ProcessId} to stop its jobs"] : [];
    }

    public void Dispose()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The folder is gone, or its disk away; that no process is at work any more is seen all the same.
        }
    }

    private static ProcessIdentity? Read(SweepFolder sweep)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessIdentity>(
                RegularFile.Bytes(sweep.LauncherFile, SweepJson.MaxBytes), SweepJson.Options);
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int processId, int signal);
}
