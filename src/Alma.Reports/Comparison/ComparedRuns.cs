using Alma.Runs;

namespace Alma.Reports.Comparison;

/// <summary>What several runs come to, group by group: all that tables of a comparison say, whatever their format.</summary>
/// <param name="Set">The runs, finished or not.</param>
/// <param name="GroupBy">The keys by which they are grouped.</param>
/// <param name="Groups">Of finished runs, by ascending average error.</param>
/// <param name="Reference">The label of the group that the others are compared with.</param>
/// <param name="Pairs">Each other group with that one, in both errors.</param>
/// <param name="Differing">The keys in which the configs of finished runs differ, but for those of where and how a run is kept.</param>
/// <param name="FrontError">The error that the Pareto fronts are of.</param>
public sealed record ComparedRuns(
    RunSet Set, IReadOnlyList<string> GroupBy, IReadOnlyList<ComparedGroup> Groups, string Reference, IReadOnlyList<ComparedPair> Pairs, IReadOnlyList<string> Differing, RunMeasure FrontError)
{
    private static readonly RunMeasure[] compared = [RunMeasure.AverageError, RunMeasure.Error];

    /// <param name="groupBy">Keys of configs, or <see cref="ConfigKeys.Recipe"/>.</param>
    /// <param name="against">The label of the group to compare with; null for the one with the least average error.</param>
    /// <exception cref="RunFolderException">No run is finished, or there is no such group.</exception>
    public static ComparedRuns Of(RunSet set, IReadOnlyList<string> groupBy, string? against = null)
    {
        var groups = Grouping.By(groupBy, set.Finished()).ByAverageError();
        var reference = against is null ? groups[0] : groups.FirstOrDefault(group => group.Label == against) ?? throw NoSuchGroup(against, groups);
        var (compute, memory) = (CostFront.Of(groups, RunMeasure.MultiplyAdds), CostFront.Of(groups, RunMeasure.BytesToPredict));
        return new ComparedRuns(
            set,
            groupBy,
            [.. groups.Select(group => new ComparedGroup(group, compute.Groups.Contains(group), memory.Groups.Contains(group)))],
            reference.Label,
            [.. from measure in compared from other in groups where other != reference select new ComparedPair(other.Label, reference.Label, measure, PairedComparison.Of(other, reference, measure))],
            [.. ConfigKeys.Differing(set.Complete).Where(key => ConfigKeys.IsSeed(key) || ConfigKeys.ChangesLearning(key))],
            compute.Error);
    }

    private static RunFolderException NoSuchGroup(string label, IReadOnlyList<RunGroup> groups) =>
        new($"--against {label}: there is no such group. Groups: {string.Join("; ", groups.Take(20).Select(group => group.Label))}{(groups.Count > 20 ? "; ..." : "")}.");
}
