using Alma.Reports.Comparison;
using Alma.Reports.Html.OneRun;
using Alma.Reports.Summary;
using Alma.Runs.Metrics;

namespace Alma.Reports.Html.ManyRuns;

/// <summary>What the page's script groups, compares and draws of several runs.</summary>
/// <param name="Keys">In which the configs differ, <see cref="ConfigKeys.Recipe"/> included.</param>
/// <param name="Datasets">What errors were measured on; runs of different ones are never drawn together.</param>
/// <param name="GroupBy">For each data set, places in <paramref name="Keys"/>.</param>
/// <param name="Values">For each key the values there are.</param>
/// <param name="Runs">All, finished or not.</param>
/// <param name="Curves">What the curves of a run are of: its errors and its multiply-adds.</param>
/// <param name="Measures">What is compared.</param>
/// <param name="Quantiles">The factors t of intervals, by degrees of freedom from 1 on.</param>
internal sealed record RunsCharts(
    IReadOnlyList<ShownKey> Keys,
    IReadOnlyList<string> Datasets,
    IReadOnlyList<IReadOnlyList<int>> GroupBy,
    IReadOnlyList<IReadOnlyList<string>> Values,
    IReadOnlyList<ShownRun> Runs,
    IReadOnlyList<ShownMetric> Curves,
    ShownMeasures Measures,
    IReadOnlyList<double> Quantiles)
{
    /// <summary>Numbers that the curves of all runs may have together.</summary>
    private const int CurveBudget = 200_000;
    private const int FewestPoints = 8;

    /// <param name="groupings">For each of the set's data sets the keys to group by at first.</param>
    public static RunsCharts Of(RunSet set, IReadOnlyList<IReadOnlyList<string>> groupings)
    {
        List<string> keys = [.. ConfigKeys.Differing(set.Runs).Union(groupings.SelectMany(grouping => grouping))];
        List<string> datasets = [.. set.Datasets];
        var replicates = set.Runs.Select(ConfigKeys.ReplicateOf)
            .Distinct()
            .Select((replicate, place) => (replicate, place))
            .ToDictionary(pair => pair.replicate, pair => pair.place);
        var ages = set.Runs.Select(run => run.Manifest.Started)
            .Distinct()
            .Order()
            .Select((started, age) => (started, age))
            .ToDictionary(pair => pair.started, pair => pair.age);
        List<List<string>> values = [.. keys.Select(key => set.Runs.Select(run => ConfigKeys.Value(run, key)).Distinct().ToList())];
        var places = values.ConvertAll(list =>
            list.Select((value, place) => (value, place)).ToDictionary(pair => pair.value, pair => pair.place));
        var points = Math.Max(FewestPoints, CurveBudget / 3 / Math.Max(1, set.Runs.Count));
        return new RunsCharts(
            [.. keys.Select(key => new ShownKey(key, ConfigKeys.ChangesLearning(key)))],
            datasets,
            [.. groupings.Select(grouping => grouping.Select(key => keys.IndexOf(key)).ToList())],
            values,
            [.. set.Runs.Select(run => ShownRun.Of(run, [.. keys.Select((key, k) => places[k][ConfigKeys.Value(run, key)])], points) with
            {
                Dataset = datasets.IndexOf(run.Dataset),
                Replicate = replicates[ConfigKeys.ReplicateOf(run)],
                Age = ages[run.Manifest.Started],
            })],
            [
                ShownMetric.Of(MetricCatalog.Error, MetricCatalog.Error.LongTitle),
                ShownMetric.Of(MetricCatalog.CumulativeMultiplyAdds, RunCharts.SoFar),
            ],
            ShownMeasures.Every,
            [.. Enumerable.Range(1, Math.Max(1, set.Runs.Count - 1)).Select(MeanInterval.Quantile)]);
    }
}

/// <summary>A key in which configs differ.</summary>
/// <param name="ChangesLearning">Whether runs that differ in it learn in another way.</param>
internal sealed record ShownKey(string Name, bool ChangesLearning);

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
