using Alma.Reports.Comparison;
using Alma.Runs.Metrics;

namespace Alma.Reports.Html.ManyRuns;

/// <summary>The measures of runs, and which of them stand where in the page: as places in <paramref name="All"/>.</summary>
/// <param name="Compared">Seed by seed; groups are ranked by the first.</param>
/// <param name="EqualLengths">The error against cost, where all runs have as many megabatches.</param>
/// <param name="UnequalLengths">The same where they have not.</param>
/// <param name="Memories">Of which the reader chooses one.</param>
/// <param name="OfRuns">In the table of all runs.</param>
/// <param name="OfOne">In the table of one run.</param>
internal sealed record ShownMeasures(
    IReadOnlyList<ShownMeasure> All,
    IReadOnlyList<int> Compared,
    int EqualLengths,
    int UnequalLengths,
    int Compute,
    IReadOnlyList<int> Memories,
    IReadOnlyList<int> OfRuns,
    IReadOnlyList<int> OfOne)
{
    public static ShownMeasures Every { get; } = new(
        [.. RunMeasure.All.Select(ShownMeasure.Of)],
        Places(ComparedRuns.Compared),
        Place(RunMeasure.CumulativeError),
        Place(RunMeasure.AverageError),
        Place(RunMeasure.MultiplyAdds),
        Places([RunMeasure.BytesToPredict, RunMeasure.PeakMemory]),
        Places([.. RunMeasure.All.Where(measure => measure != RunMeasure.BytesToPredict)]),
        Places([RunMeasure.AverageError, RunMeasure.Error, RunMeasure.MultiplyAdds, RunMeasure.BytesToPredict, RunMeasure.Seconds]));

    private static int Place(RunMeasure measure) => RunMeasure.All.ToList().IndexOf(measure);

    private static int[] Places(IEnumerable<RunMeasure> measures) => [.. measures.Select(Place)];
}

/// <summary>A number that stands for a run, by which the page compares.</summary>
/// <param name="LongTitle">On an axis of its own.</param>
/// <param name="ShortTitle">Among others of its kind.</param>
/// <param name="HasInterval">Whether tables show how sure its mean is.</param>
internal sealed record ShownMeasure(ShownMetric Metric, string LongTitle, string ShortTitle, bool HasInterval)
{
    public static ShownMeasure Of(RunMeasure measure) => new(
        ShownMetric.Of(measure.Metric, measure.Title), measure.Metric.LongTitle, measure.Metric.ShortTitle,
        measure.Metric.Split == Splits.Test);
}
