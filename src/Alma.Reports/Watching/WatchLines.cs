using Alma.Runs.Following;

namespace Alma.Reports.Watching;

/// <summary>What has changed since a run was looked at, in lines for a pipe: one per state and one per megabatch.</summary>
public static class WatchLines
{
    /// <param name="before">Null where the run was not seen before.</param>
    public static IEnumerable<string> Of(WatchedRun? before, WatchedRun now)
    {
        var isAnother = before is null || before.StateName != now.StateName;
        if (isAnother && now.IsRunning) yield return $"{now.Name}: {now.StateName}, {Place(now)}";
        // Where rows were dropped, megabatches are done again.
        var seen = before is null ? now.Done : Math.Min(before.Done, now.Done);
        foreach (var megabatch in now.Snapshot.Progress.Megabatches.Where(megabatch =>
            megabatch.TestError is not null && megabatch.Megabatch >= seen))
            yield return $"{now.Name}: {Result(megabatch, now)}{Left(megabatch, now)}";
        foreach (var told in Dumps(before, now)) yield return $"{now.Name}: {told}";
        if (isAnother && !now.IsRunning) yield return $"{now.Name}: {Ending(now)}";
    }

    // What is said of a dump: not what was said of it before.
    private static IEnumerable<string> Dumps(WatchedRun? before, WatchedRun now)
    {
        var said = before?.Dumps.DistinctBy(dump => dump.Megabatch).ToDictionary(dump => dump.Megabatch) ?? [];
        foreach (var dump in before is null ? [] : now.Dumps)
        {
            var earlier = said.GetValueOrDefault(dump.Megabatch);
            if (earlier is not { Warnings.Count: > 0 })
                foreach (var warning in dump.Warnings) yield return $"warning: {warning}";
            if (earlier?.Promotion is null && dump.Promotion is { } promotion) yield return promotion;
        }
    }

    private static string Place(WatchedRun run) => run.Waits
        ?? $"megabatch {run.Megabatch}{(run.Snapshot.Progress.Current is null ? "" : $", epoch {run.Epoch}")}";

    private static string Result(MegabatchProgress megabatch, WatchedRun run) =>
        $"megabatch {megabatch.Megabatch + 1}/{run.Total}: test error {Units.Percent(megabatch.TestError)}, best validation accuracy "
        + $"{Units.Percent(megabatch.BestValidationAccuracy)}, {megabatch.Epochs} epochs";

    private static string Left(MegabatchProgress megabatch, WatchedRun run) =>
        megabatch.Megabatch + 1 == run.Done && run.SecondsLeft is > 0 and var seconds ? $", at most {Units.Duration(seconds)} left" : "";

    private static string Ending(WatchedRun run)
    {
        var error = run.Snapshot.Progress.LastDone is null ? "" : $", test error {run.Error}";
        var problem = run.Snapshot.Problem is { } reason && !run.Snapshot.IsGone ? $": {reason}" : "";
        return $"{run.StateName}, {run.Done} of {run.Total?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} "
            + $"megabatches{error}{problem}";
    }
}
