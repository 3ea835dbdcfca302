using Alma.Reports.Comparison;

namespace Alma.Reports.Html.ManyRuns;

/// <summary>What the page's script groups, compares and draws of several runs.</summary>
/// <param name="Keys">In which the configs differ, <see cref="ConfigKeys.Recipe"/> included.</param>
/// <param name="GroupBy">Places in <paramref name="Keys"/>.</param>
/// <param name="Values">For each key the values there are.</param>
/// <param name="Runs">All, finished or not.</param>
/// <param name="Quantiles">The factors t of intervals, by degrees of freedom from 1 on.</param>
internal sealed record RunsCharts(
    IReadOnlyList<ShownKey> Keys,
    IReadOnlyList<int> GroupBy,
    IReadOnlyList<IReadOnlyList<string>> Values,
    IReadOnlyList<ShownRun> Runs,
    IReadOnlyList<double> Quantiles)
{
    /// <summary>Numbers that the curves of all runs may have together.</summary>
    private const int CurveBudget = 200_000;
    private const int FewestPoints = 8;

    public static RunsCharts Of(RunSet set, IReadOnlyList<string> groupBy)
    {
        List<string> keys = [.. ConfigKeys.Differing(set.Runs).Union(groupBy)];
        List<List<string>> values = [.. keys.Select(key => set.Runs.Select(run => ConfigKeys.Value(run, key)).Distinct().ToList())];
        var places = values.ConvertAll(list => list.Select((value, place) => (value, place)).ToDictionary(pair => pair.value, pair => pair.place));
        var points = Math.Max(FewestPoints, CurveBudget / 3 / Math.Max(1, set.Runs.Count));
        return new RunsCharts(
            [.. keys.Select(key => new ShownKey(key, ConfigKeys.ChangesLearning(key)))],
            [.. groupBy.Select(key => keys.IndexOf(key))],
            values,
            [.. set.Runs.Select(run => ShownRun.Of(run, [.. keys.Select((key, k) => places[k][ConfigKeys.Value(run, key)])], points))],
            [.. Enumerable.Range(1, Math.Max(1, set.Runs.Count - 1)).Select(MeanInterval.Quantile)]);
    }
}
