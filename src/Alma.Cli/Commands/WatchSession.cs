using Alma.Cli.Display;
using Alma.Launching.States;
using Alma.Reports.Summary;
using Alma.Reports.Watching;
using Alma.Runs;
using Alma.Runs.Following;

namespace Alma.Cli.Commands;

/// <summary>Looks at runs again and again until all have ended.</summary>
/// <param name="words">What was named.</param>
/// <param name="stays">Whether it goes on then.</param>
internal sealed class WatchSession(FollowedRuns runs, IReadOnlyList<string> words, bool stays)
{
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(1);
    private readonly ActiveSweeps sweeps = new(SweepFolderCommands.Engines(new LineSweepWatcher()), TimeProvider.System);
    private readonly Dictionary<string, UpdateLimits> limits = new(StringComparer.Ordinal);

    public int ShowOnce()
    {
        Terminal.Out.Write(WatchScreen.Of(Poll(), runs.SkippedCount, Terminal.Out.Profile.Width, int.MaxValue, WatchDisplay.Advice));
        return 0;
    }

    /// <exception cref="OperationCanceledException">It was told to end.</exception>
    public async Task<int> FollowAsync(CancellationToken stop)
    {
        try
        {
            await WatchDisplay.ShowAsync(Poll, IsOver, () => runs.SkippedCount, interval, stop);
            return 0;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException("The runs go on.");
        }
    }

    private List<WatchedRun> Poll() => [.. runs.Poll().Select(Watched)];

    // A sweep has moments without a run: before its first job has begun, and between one job and the next.
    private bool IsOver(IReadOnlyList<WatchedRun> seen) => !stays
        && !seen.Any(run => run.IsRunning)
        && !sweeps.IsAny(seen.Select(run => Path.GetDirectoryName(run.Snapshot.Path)).OfType<string>().Concat(words.Select(Fixed)));

    // Of a pattern the folder in which all is that it can match.
    private static string Fixed(string word) => word.IndexOf('*', StringComparison.Ordinal) is >= 0 and var any
        ? word[..any].LastIndexOf('/') is >= 0 and var slash ? word[..(slash + 1)] : "."
        : word;

    private WatchedRun Watched(RunSnapshot snapshot)
    {
        if (!limits.TryGetValue(snapshot.Path, out var known)) limits[snapshot.Path] = known = Limits(snapshot.Path);
        return new WatchedRun(
            snapshot with
            {
                Path = Printable.Of(snapshot.Path),
                Problem = snapshot.Problem is { } problem ? Printable.Of(problem) : null
            },
            known);
    }

    private static UpdateLimits Limits(string path)
    {
        try
        {
            return UpdateLimits.Of(RunConfig.Read(RunFolder.Open(path)));
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return UpdateLimits.Unknown;
        }
    }
}
