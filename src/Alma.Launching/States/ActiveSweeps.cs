using Alma.Launching.Folder;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Launching.States;

/// <summary>
/// Whether runs are still to be expected below some folders, though none is there yet or all have ended: a sweep or a run is just being
/// started, or an engine has jobs of one.
/// </summary>
/// <param name="engines">Asked seldom, as it may cost them something.</param>
public sealed class ActiveSweeps(IReadOnlyList<ILauncher> engines, TimeProvider time)
{
    /// <summary>As deep as runs are looked for.</summary>
    private const int MaxDepth = 6;

    private static readonly TimeSpan askInterval = TimeSpan.FromSeconds(10);
    private static readonly EnumerationOptions realFolders = new()
    {
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = true
    };
    private long? lastAsked;
    private bool lastAnswer;

    public bool IsAny(IEnumerable<string> folders)
    {
        List<SweepFolder> found = [.. folders.Where(Directory.Exists)
            .SelectMany(folder => Below(folder, MaxDepth))
            .DistinctBy(Path.GetFullPath)
            .Select(SweepFolder.At)];
        return found.Exists(IsHeld) || IsAtAnEngine(found);
    }

    private bool IsHeld(SweepFolder sweep)
    {
        try
        {
            return SweepLock.IsHeld(sweep.Path, time) || LauncherPidFile.IsAlive(sweep);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsAtAnEngine(List<SweepFolder> sweeps)
    {
        if (lastAsked is { } asked && time.GetElapsedTime(asked) < askInterval) return lastAnswer;
        lastAsked = time.GetTimestamp();
        return lastAnswer = sweeps.Exists(sweep => File.Exists(sweep.RecordFile) && engines.Any(engine => HasJobs(engine, sweep)));
    }

    private static bool HasJobs(ILauncher engine, SweepFolder sweep)
    {
        try
        {
            return engine.Poll(sweep).Values.Any(state => state.Place is EnginePlace.Queue or EnginePlace.Node);
        }
        catch (LaunchException)
        {
            return false; // it cannot be asked from here
        }
    }

    private static IEnumerable<string> Below(string folder, int depth)
    {
        if (RunFolder.IsAt(folder)) return [];
        try
        {
            return depth == 0
                ? [folder]
                : Directory.GetDirectories(folder, "*", realFolders).SelectMany(child => Below(child, depth - 1)).Prepend(folder);
        }
        catch (DirectoryNotFoundException)
        {
            return []; // deleted meanwhile
        }
    }
}
