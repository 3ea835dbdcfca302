using Alma.Reports.Summary;
using Alma.Runs.Catalog;

namespace Alma.Reports.Html.OneRun;

/// <summary>What a run came to, in sentences.</summary>
internal static class RunPageText
{
    public static Markup Subtitle(RunSummary run) => Markup.Of(
        $"{State(run.State)} {run.Manifest.MegabatchesDone} of {run.Manifest.MegabatchesTotal} megabatches, seed {run.Manifest.Seed}, "
        + $"started {Units.Moment(run.Manifest.Started)} UTC<br><code>{run.Path}</code>");

    public static Markup InShort(RunSummary run)
    {
        if (run.Last is not { } last)
            return Markup.Of($"<p>No megabatch was evaluated yet.</p>{Unfinished(run)}");
        var sentence = run.Megabatches.Count == 1
            ? $"After its one megabatch the model gets {Units.Percent(last.Error)} of the test set wrong."
            : $"After {run.Megabatches.Count} megabatches the model gets {Units.Percent(last.Error)} of the test set wrong; it was "
                + $"{Units.Percent(run.Megabatches[0].Error)} after the first, and {Units.Percent(last.AverageError)} on average.";
        return Markup.Of($"<p class=\"lead\">{sentence} {Best(run)}{Cost(run, last)}</p>{Unfinished(run)}");
    }

    public static Markup State(CatalogState state) =>
        Markup.Of($"<span class=\"state {state.ToString().ToLowerInvariant()}\">{state.ToString().ToLowerInvariant()}</span>");

    private static string Best(RunSummary run)
    {
        var best = run.Megabatches.Where(megabatch => megabatch.Error is not null).MinBy(megabatch => megabatch.Error);
        return best is null || best == run.Last ? "" : $"It was best after megabatch {best.Megabatch}, at {Units.Percent(best.Error)}. ";
    }

    private static string Cost(RunSummary run, MegabatchSummary last)
    {
        var training = run.Megabatches.Sum(megabatch =>
            (megabatch.MultiplyAdds.TrainForward ?? 0) + (megabatch.MultiplyAdds.TrainBackward ?? 0));
        var share = last.CumulativeMultiplyAdds is > 0 and var all ? $", {100 * training / all:F0} % of them to train" : "";
        return FormattableString.Invariant(
            $"That cost {Units.Magnitude(last.CumulativeMultiplyAdds)} multiply-adds{share}, and {Units.Duration(run.Seconds)}. The model holds {Units.Count(last.Parameters)} parameters.");
    }

    private static Markup Unfinished(RunSummary run) => run.State is CatalogState.Done or CatalogState.Waiting ? Markup.Empty : Markup.Of(
        $"<p class=\"notice\">This run is not finished: it is {run.State.ToString().ToLowerInvariant()}, with "
        + $"{run.Manifest.MegabatchesDone} of {run.Manifest.MegabatchesTotal} megabatches done. {run.Manifest.Error}</p>");
}
