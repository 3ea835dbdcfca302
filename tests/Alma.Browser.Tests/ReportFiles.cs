using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Html.ManyRuns;
using Alma.Reports.Html.OneRun;
using Alma.Reports.Summary;

namespace Alma.Browser.Tests;

/// <summary>Made-up runs and the reports on them, in a folder of their own.</summary>
public sealed class ReportFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ReportFiles()
    {
        foreach (var recipe in new[] { "made/single", "made/growing", "made/ensemble" })
            for (var seed = 0; seed < 3; seed++)
                new GeneratedRun
                {
                    Recipe = recipe,
                    Seed = seed,
                    MegabatchCount = 4,
                    EpochCount = 3,
                    Done = recipe == "made/single" && seed == 2 ? 2 : null
                }
                    .Write(In($"runs/{recipe}-{seed}"));
        Set = RunSet.Read([In("runs")]);
    }

    public RunSet Set { get; }

    public string In(string name) => folder.File(name);

    /// <summary>The page on one run.</summary>
    public string OfOne(GeneratedRun run) => Written(RunPage.Of(RunDetails.Read(run.Write(folder.NewPath()))));

    /// <summary>The page on nine runs of three recipes, one of them interrupted.</summary>
    public string OfMany() => Written(RunsPage.Of(Set, Grouping.DefaultKeys(Set.Runs)));

    /// <summary>The page on five runs: two of MNIST, one of which was run again, and two of the digits.</summary>
    public string OfTwoDatasets()
    {
        var root = folder.NewPath();
        GeneratedRun[] runs =
        [
            new(),
            new() { Seed = 1 },
            new() { Seed = 1, MinutesLater = 9 },
            new() { Dataset = "Digits" },
            new() { Dataset = "Digits", Seed = 1, Rate = "1" }
        ];
        foreach (var (run, k) in runs.Select((run, k) => (run, k)))
            (run with { MegabatchCount = 2, EpochCount = 1 }).Write(Path.Combine(root, $"run-{k}"));
        return Written(RunsPage.Of(RunSet.Read([root])));
    }

    public void Dispose() => folder.Dispose();

    private string Written(string html)
    {
        var path = In($"{Guid.NewGuid():N}.html");
        File.WriteAllText(path, html);
        return path;
    }
}
