using Alma.GeneratedRuns;
using Alma.Reports.Summary;

namespace Alma.Reports.Tests;

/// <summary>Made-up runs in a folder of their own.</summary>
public sealed class MadeRuns : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int count;

    public string Root => folder.FullPath;

    public RunSummary Summary(GeneratedRun run) => RunSummary.Read(run.Write(NewPath()));

    public RunDetails Details(GeneratedRun run) => RunDetails.Read(run.Write(NewPath()));

    /// <summary>A run of which nothing is of interest but its average error.</summary>
    public RunSummary WithAverageError(string recipe, long seed, double error)
    {
        var run = Summary(new GeneratedRun { Recipe = recipe, Seed = seed, MegabatchCount = 1, EpochCount = 1 });
        return run with { Megabatches = [run.Megabatches[0] with { AverageError = error }] };
    }

    public void Dispose() => folder.Dispose();

    private string NewPath() => folder.File($"run-{count++}");
}
