using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Reports.Comparison;

/// <summary>Several runs, read to be compared. A damaged one hides no other.</summary>
/// <param name="Runs">In the order in which they were named.</param>
/// <param name="Problems">What is wrong with those that could not be read.</param>
public sealed record RunSet(IReadOnlyList<RunSummary> Runs, IReadOnlyList<string> Problems)
{
    /// <summary>The runs whose figures can stand beside each other.</summary>
    public IReadOnlyList<RunSummary> Complete => [.. Runs.Where(run => run.IsComplete)];

    /// <summary>The same, where there have to be some.</summary>
    /// <exception cref="RunFolderException">There are none.</exception>
    public IReadOnlyList<RunSummary> Finished() => Complete is { Count: > 0 } complete
        ? complete
        : throw new RunFolderException($"{(Runs.Count == 1 ? "The run is not" : $"None of the {Runs.Count} runs is")} finished: there is nothing to compare yet.");

    /// <summary>Reads the runs that the words name: see <see cref="RunSelection.Find"/>.</summary>
    /// <exception cref="RunFolderException">A word names no run.</exception>
    public static RunSet Read(IEnumerable<string> words) => Read(RunSelection.Find(words));

    /// <summary>Reads runs, several at a time.</summary>
    public static RunSet Read(IReadOnlyList<RunFolder> folders)
    {
        var read = folders.AsParallel().AsOrdered().Select(TryRead).ToList();
        return new RunSet([.. read.Select(run => run.Summary).OfType<RunSummary>()], [.. read.Select(run => run.Problem).OfType<string>()]);
    }

    private static (RunSummary? Summary, string? Problem) TryRead(RunFolder folder)
    {
        try
        {
            return (RunSummary.Read(folder), null);
        }
        catch (Exception fault) when (RunFault.IsOne(fault))
        {
            return (null, RunFault.Told(folder.Path, fault));
        }
    }
}
