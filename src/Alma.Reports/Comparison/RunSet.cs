using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Reports.Comparison;

/// <summary>Several runs, read to be compared. A damaged one hides no other.</summary>
/// <param name="Runs">In the order in which they were named.</param>
/// <param name="Problems">What is wrong with those that could not be read.</param>
public sealed record RunSet(IReadOnlyList<RunSummary> Runs, IReadOnlyList<string> Problems)
{
    /// <summary>The runs that are finished.</summary>
    public IReadOnlyList<RunSummary> Complete => [.. Runs.Where(run => run.IsComplete)];

    /// <summary>The same, where there have to be some.</summary>
    /// <exception cref="RunFolderException">There are none.</exception>
    public IReadOnlyList<RunSummary> Finished() => Complete is { Count: > 0 } complete
        ? complete
        : throw new RunFolderException(
            $"{(Runs.Count == 1 ? "The run is not" : $"None of the {Runs.Count} runs is")} finished: there is nothing to compare yet.");

    /// <summary>The data sets that errors were measured on, in the order of their first runs.</summary>
    public IReadOnlyList<string> Datasets => [.. Runs.Select(run => run.Dataset).Distinct()];

    /// <summary>The runs whose figures can stand beside each other: one set for each data set, in the order of their first runs.</summary>
    public IReadOnlyList<RunSet> ByDataset() => [.. Runs.GroupBy(run => run.Dataset).Select(same => new RunSet([.. same], Problems))];

    /// <summary>The runs of one data set.</summary>
    /// <exception cref="RunFolderException">There are none of it, or without a name, of several.</exception>
    /// <param name="name">As <see cref="RunSummary.Dataset"/> says it, in any case of letters; null where all runs are of one.</param>
    /// <param name="asked">What it is given as, for messages: the name of an option.</param>
    public RunSet OfDataset(string? name, string asked = "dataset")
    {
        var sets = ByDataset();
        if (name is null && sets.Count == 1) return sets[0];
        if (name is not null && sets.FirstOrDefault(set => set.Datasets[0].Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        var there = string.Join(
            "; ", sets.Select(set => $"'{set.Datasets[0]}' ({set.Runs.Count} {(set.Runs.Count == 1 ? "run" : "runs")})"));
        throw new RunFolderException(name is null
            ? $"These runs are of {sets.Count} data sets: {there}. Their errors do not stand beside each other. Choose one with {asked}."
            : $"{asked} {name}: none of these runs is of it. Data sets: {there}.");
    }

    /// <summary>Reads the runs that the words name: see <see cref="RunSelection.Find"/>.</summary>
    /// <exception cref="RunFolderException">A word names no run.</exception>
    public static RunSet Read(IEnumerable<string> words) => Read(RunSelection.Find(words));

    /// <summary>Reads runs, several at a time.</summary>
    public static RunSet Read(IReadOnlyList<RunFolder> folders)
    {
        var read = folders.AsParallel().AsOrdered().Select(TryRead).ToList();
        return new RunSet(
            CanonicalValues.Of([.. read.Select(run => run.Summary).OfType<RunSummary>()]),
            [.. read.Select(run => run.Problem).OfType<string>()]);
    }

    private static (RunSummary? Summary, string? Problem) TryRead(RunFolder folder)
    {
        try
        {
            return (RunSummary.Read(folder), null);
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return (null, RunFault.Describe(folder.Path, fault));
        }
    }
}
