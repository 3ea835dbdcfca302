using Alma.Reports.Comparison;
using Alma.Reports.Summary;

namespace Alma.Reports.Html.ManyRuns;

/// <summary>One of several runs, as much of it as is compared.</summary>
/// <param name="Values">For each key the place of its value.</param>
/// <param name="Seeds">What pairs it with runs of other groups.</param>
/// <param name="At">The megabatches of the curves; null where these have all, from 0 on.</param>
/// <param name="Errors">After each.</param>
/// <param name="MultiplyAdds">So far, after each.</param>
/// <param name="Measures">In the order of <see cref="RunMeasure.All"/>.</param>
internal sealed record ShownRun(
    string Path, string State, bool IsComplete, int Done, int Total, long Seed, string Seeds, string Started,
    IReadOnlyList<int> Values, IReadOnlyList<int>? At, IReadOnlyList<double?> Errors, IReadOnlyList<double?> MultiplyAdds,
    IReadOnlyList<object?> Measures)
{
    /// <summary>The place of its data set.</summary>
    public int Dataset { get; init; }

    /// <summary>Equal for runs of one config and seed.</summary>
    public int Replicate { get; init; }

    /// <summary>The order in which runs were started: of equal replicates the one with the most counts.</summary>
    public int Age { get; init; }

    /// <param name="maxPoints">Curves of more points are thinned.</param>
    public static ShownRun Of(RunSummary run, IReadOnlyList<int> values, int maxPoints)
    {
        var count = run.Megabatches.Count;
        var stride = (count + maxPoints - 1) / maxPoints;
        List<MegabatchSummary> kept = stride <= 1
            ? [.. run.Megabatches]
            : [.. run.Megabatches.Where((_, k) => k % stride == 0 || k == count - 1)];
        var isWhole = kept.Select((megabatch, k) => megabatch.Megabatch == k).All(isPlain => isPlain);
        return new ShownRun(
            run.Path,
            run.State.ToString().ToLowerInvariant(),
            run.IsComplete,
            run.Manifest.MegabatchesDone,
            run.Manifest.MegabatchesTotal,
            run.Manifest.Seed,
            ConfigKeys.SeedsOf(run),
            Units.Moment(run.Manifest.Started),
            values,
            isWhole ? null : [.. kept.Select(megabatch => megabatch.Megabatch)],
            [.. kept.Select(megabatch => megabatch.Error)],
            [.. kept.Select(megabatch => megabatch.CumulativeMultiplyAdds)],
            [.. RunMeasure.All.Select(measure => ShownMetric.Value(measure.Metric, measure.Of(run)))]);
    }
}
