using Alma.Runs;

namespace Alma.Reports.Comparison;

/// <summary>
/// What several runs of one data set come to, group by group: all that tables of a comparison say, whatever their format.
/// </summary>
/// <param name="Dataset">What their errors were measured on.</param>
/// <param name="Set">The runs, finished or not.</param>
/// <param name="GroupBy">The keys by which they are grouped.</param>
/// <param name="Groups">Of finished runs, by ascending average error.</param>
/// <param name="Reference">The label of the group that the others are compared with.</param>
/// <param name="Pairs">Each other group with that one, in both errors.</param>
/// <param name="Differing">The keys in which the configs of finished runs differ, but for those of where and how a run is kept.</param>
/// <param name="FrontError">The error that the Pareto fronts are of.</param>
public sealed record ComparedRuns(
    string Dataset,
    RunSet Set,
    IReadOnlyList<string> GroupBy,
    IReadOnlyList<ComparedGroup> Groups,
    string Reference,
    IReadOnlyList<ComparedPair> Pairs,
    IReadOnlyList<string> Differing,
    RunMeasure FrontError)
{
    /// <summary>What groups are compared in, seed by seed.</summary>
    internal static IReadOnlyList<RunMeasure> Compared { get; } = [RunMeasure.AverageError, RunMeasure.Error];

    /// <summary>How many runs are left out since their config and seed were run again later.</summary>
    public int Repeated => Groups.Sum(group => group.Runs.Repeated);

    /// <summary>Compares the runs of each data set among themselves; data sets without a finished run are left out.</summary>
    /// <param name="groupBy">
    /// Keys of configs, or <see cref="ConfigKeys.Recipe"/>; null for those of <see cref="Grouping.DefaultKeys"/>.
    /// </param>
    /// <param name="against">
    /// The label of the group to compare with, where a data set has it; null for the one with the least average error.
    /// </param>
    /// <param name="asked">What that label was given as, for messages: the name of an option.</param>
    /// <exception cref="RunFolderException">No run is finished, or there is no such group in any data set.</exception>
    public static IReadOnlyList<ComparedRuns> PerDataset(
        RunSet set, IReadOnlyList<string>? groupBy = null, string? against = null, string asked = "group")
    {
        _ = set.Finished();
        List<(RunSet Runs, Grouping Grouping)> sets =
        [
            .. set.ByDataset()
                .Where(runs => runs.Complete.Count > 0)
                .Select(runs => (runs, Grouping.By(groupBy ?? Grouping.DefaultKeys(runs.Runs), runs.Complete))),
        ];
        bool HasReference(Grouping grouping) => grouping.Groups.Any(group => group.Label == against);
        if (against is not null && !sets.Exists(one => HasReference(one.Grouping)))
            throw NoSuchGroup(asked, against, [.. sets.SelectMany(one => one.Grouping.ByAverageError())]);
        return [.. sets.Select(one => Of(one.Runs, one.Grouping, HasReference(one.Grouping) ? against : null))];
    }

    private static ComparedRuns Of(RunSet set, Grouping grouping, string? against)
    {
        var groups = grouping.ByAverageError();
        var reference = groups.FirstOrDefault(group => group.Label == against) ?? groups[0];
        var (compute, memory) = (CostFront.Of(groups, RunMeasure.MultiplyAdds), CostFront.Of(groups, RunMeasure.BytesToPredict));
        return new ComparedRuns(
            set.Datasets[0],
            set,
            grouping.Keys,
            [.. groups.Select(group => new ComparedGroup(group, compute.Groups.Contains(group), memory.Groups.Contains(group)))],
            reference.Label,
            [.. Compared.SelectMany(measure => groups.Where(other => other != reference).Select(other => Pair(other, reference, measure)))],
            [.. ConfigKeys.Differing(set.Complete).Where(key => ConfigKeys.IsSeed(key) || ConfigKeys.ChangesLearning(key))],
            compute.Error);
    }

    private static ComparedPair Pair(RunGroup group, RunGroup reference, RunMeasure measure) =>
        new(group.Label, reference.Label, measure, PairedComparison.Of(group, reference, measure));

    private static RunFolderException NoSuchGroup(string asked, string label, IReadOnlyList<RunGroup> groups) =>
        new(
            $"{asked} {label}: there is no such group. Groups: "
            + $"{string.Join("; ", groups.Take(20).Select(group => group.Label))}{(groups.Count > 20 ? "; ..." : "")}.");
}

/// <summary>One of the groups that are compared.</summary>
/// <param name="Runs">Those that are finished.</param>
/// <param name="IsOnComputeFront">Whether no group errs as little for fewer multiply-adds.</param>
/// <param name="IsOnMemoryFront">Whether no group errs as little for less memory to predict.</param>
public sealed record ComparedGroup(RunGroup Runs, bool IsOnComputeFront, bool IsOnMemoryFront)
{
    public string Label => Runs.Label;

    /// <summary>Of which costs the group is on the front: <c>compute</c>, <c>memory</c>, <c>both</c> or nothing.</summary>
    public string Front => (IsOnComputeFront, IsOnMemoryFront) switch
    {
        (true, true) => "both",
        (true, false) => "compute",
        (false, true) => "memory",
        _ => ""
    };

    /// <summary>The values of a key that its runs have, each once.</summary>
    public IReadOnlyList<string> Values(string key) => [.. Runs.Runs.Select(run => ConfigKeys.Value(run, key)).Distinct()];
}

/// <summary>A group beside the one that all are compared with.</summary>
/// <param name="Difference">Over the seeds that both have; null where there are none.</param>
public sealed record ComparedPair(string Group, string Reference, RunMeasure Measure, PairedComparison? Difference)
{
    /// <summary>What the seeds say, in words.</summary>
    public string Verdict => Difference switch
    {
        null => "no seed in common",
        { Difference.HalfWidth: null } => "one pair: nothing can be said",
        { IsDecided: false } => "not told apart",
        { Difference.Mean: > 0 } => "worse",
        _ => "better",
    };
}
