using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Metrics;

namespace Alma.Reports.Queries;

/// <summary>A run whose manifest and config could be read. Its metric rows are read when a query asks for them.</summary>
/// <param name="Path">The run's folder as it was named, by which rows of all tables name it.</param>
internal sealed record ReadableRun(string Path, RunFolder Folder, RunManifest Manifest, CatalogState State, RunConfig Config)
{
    /// <summary>Reads runs, several at a time. A damaged one hides no other.</summary>
    public static (IReadOnlyList<ReadableRun> Runs, IReadOnlyList<string> Problems) ReadAll(IReadOnlyList<RunFolder> folders)
    {
        var read = folders.AsParallel().AsOrdered().Select(TryRead).ToList();
        return ([.. read.Select(run => run.Run).OfType<ReadableRun>()], [.. read.Select(run => run.Problem).OfType<string>()]);
    }

    private static (ReadableRun? Run, string? Problem) TryRead(RunFolder folder)
    {
        try
        {
            var manifest = RunManifest.Read(folder);
            if (File.Exists(folder.MetricsFile)) MetricLog.Check(folder.MetricsFile);
            var path = System.IO.Path.TrimEndingDirectorySeparator(folder.Path);
            return (new ReadableRun(path, folder, manifest, RunCatalog.StateOf(folder, manifest), RunConfig.Read(folder)), null);
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return (null, RunFault.Describe(folder.Path, fault));
        }
    }
}
