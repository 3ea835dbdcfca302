using Alma.Reports.Comparison;
using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Results;

/// <summary>All runs, by setting.</summary>
/// <param name="Runs">Ordered by folder.</param>
/// <param name="Unfinished">Folders of runs that are left out.</param>
internal sealed record ResultSet(IReadOnlyList<Result> Runs, IReadOnlyList<string> Unfinished)
{
    private readonly Dictionary<Setting, RunGroup> groups = Runs.GroupBy(Setting.Of)
        .ToDictionary(runs => runs.Key, runs => new RunGroup(runs.Key.Method, [.. runs.Select(run => run.Summary)]));

    public IEnumerable<Setting> Settings => groups.Keys;

    /// <exception cref="RunFolderException">There is no finished run, or a folder is damaged.</exception>
    public static ResultSet Read(string folder)
    {
        List<Result> all = [.. RunSelection.Find([folder]).AsParallel().AsOrdered()
            .Select(run => new Result(Path.GetRelativePath(folder, run.Path), RunSummary.Read(run)))];
        List<Result> finished = [.. all.Where(run => run.Summary.IsComplete)];
        if (finished.Count == 0) throw new RunFolderException($"{folder} holds no finished run.");
        return new ResultSet(finished, [.. all.Where(run => !run.Summary.IsComplete).Select(run => run.Folder)]);
    }

    public RunGroup? Group(Setting setting) => groups.GetValueOrDefault(setting);
}
