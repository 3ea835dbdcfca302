using Alma.Runs.Following;

namespace Alma.Reports.Watching;

/// <summary>
/// How long a run may still take: the epochs that it has left at most, each as long as those so far. Where epochs have become longer from
/// megabatch to megabatch, as with replay or a growing model, they are taken to go on so. Early stopping makes it shorter.
/// </summary>
public static class TimeLeft
{
    private const int MaxMegabatches = 1_000_000;

    /// <returns>Seconds; null where nothing can be said yet.</returns>
    /// <param name="progress">How far the run is.</param>
    /// <param name="megabatchCount">How many it learns from.</param>
    /// <param name="limits">How long an update can be.</param>
    public static double? AtMost(RunProgress progress, int megabatchCount, UpdateLimits limits)
    {
        if (progress.Done >= megabatchCount) return 0;
        if (limits.Epochs is not { } epochs || EpochTimes(progress) is not { Count: > 0 } times) return null;
        var (first, last) = (times[0], times[^1]);
        var slope = last.Megabatch > first.Megabatch ? Math.Max(0, (last.Seconds - first.Seconds) / (last.Megabatch - first.Megabatch)) : 0;
        double PerEpoch(int megabatch) => last.Seconds + (slope * (megabatch - last.Megabatch));
        var now = progress.Current?.Megabatch ?? progress.Done;
        if (now >= megabatchCount || megabatchCount - now > MaxMegabatches) return null; // what a damaged file says
        var updates = Enumerable.Range(now, megabatchCount - now).Where(megabatch => limits.IsUpdate(megabatch, megabatchCount));
        return updates.Sum(megabatch => Math.Max(0, epochs - EpochsOf(progress, megabatch)) * PerEpoch(megabatch));
    }

    // Of megabatches that are through all is known; of the one that is learned now, the steps alone, which take most of it.
    private static List<(int Megabatch, double Seconds)> EpochTimes(RunProgress progress)
    {
        var whole = progress.Megabatches.LastOrDefault(megabatch => megabatch is { Epochs: > 0, EpochSeconds: > 0, TestError: not null });
        var beside = whole is null ? 1 : Math.Max(1, whole.Seconds / whole.EpochSeconds);
        return
        [
            .. progress.Megabatches.Where(megabatch => megabatch is { Epochs: > 0, EpochSeconds: > 0 })
                .Select(megabatch => (
                    megabatch.Megabatch,
                    (megabatch.TestError is null ? beside * megabatch.EpochSeconds : Math.Max(megabatch.Seconds, megabatch.EpochSeconds))
                    / megabatch.Epochs)),
        ];
    }

    private static int EpochsOf(RunProgress progress, int megabatch) =>
        progress.Current is { } current && current.Megabatch == megabatch ? current.Epochs : 0;
}
