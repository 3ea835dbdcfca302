using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Experts;
using Alma.Runs.Metrics;

namespace Alma.Reports.Tests;

public sealed class RunSummaryTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Read_EvaluatedMegabatch_HasWhatWasMeasured()
    {
        var summary = run.Summary(RunFixture.FirstMegabatch);

        Assert.Equal(CatalogState.Done, summary.State);
        Assert.Equal(run.Folder.Path, summary.Path);
        Assert.Equal(
            new MegabatchSummary
            {
                Megabatch = 0,
                Error = 0.0975,
                CumulativeError = 0.0975,
                AverageError = 0.0975,
                Accuracy = 0.9025,
                Loss = 0.31,
                Epochs = 12,
                BestValidationAccuracy = 0.95,
                MultiplyAdds = new MultiplyAdds(4e9, 8e9, null, null, 3.45e8),
                CumulativeMultiplyAdds = 1.2345e10,
                Parameters = 111150,
                UpdateSeconds = 63.5,
                EvaluateSeconds = 1.5,
            },
            Assert.Single(summary.Megabatches));
        Assert.Equal(1.2345e10, summary.Megabatches[0].MultiplyAdds.Total);
    }

    [Fact]
    public void Read_MegabatchWithoutCosts_LeavesThemOut()
    {
        var megabatch = Assert.Single(run.Summary(RunFixture.SecondMegabatch).Megabatches);

        Assert.Null(megabatch.MultiplyAdds.Total);
        Assert.Null(megabatch.Epochs);
        Assert.Null(megabatch.Accuracy);
    }

    [Fact]
    public void Read_MegabatchInTraining_IsNotListedYet()
    {
        var summary = run.Summary([.. RunFixture.FirstMegabatch, RunFixture.Validation(1, MetricNames.Loss, 0.3)]);

        Assert.Equal([0], summary.Megabatches.Select(megabatch => megabatch.Megabatch));
    }

    [Fact]
    public void Read_RunWithoutMetrics_IsEmpty()
    {
        RunFixture.Manifest.Write(run.Folder);

        var summary = RunSummary.Read(run.Folder);

        Assert.Empty(summary.Megabatches);
        Assert.Empty(summary.Experts);
    }

    [Fact]
    public void Read_ExpertUsage_IsTheTreeAfterTheLastMegabatch()
    {
        var summary = run.Summary([.. RunFixture.FirstMegabatch, .. RunFixture.SecondMegabatch]);

        LayerExperts[] expected =
        [
            new("layers.1", new("", 1, [new("0", 0.5, []), new("1", 0.5, [new("1.0", 0.3, []), new("1.1", 0.2, [])])])),
            new("layers.3", new("", 1, [new("0", 0.75, []), new("2", 0.25, []), new("10", 0, [])])),
        ];
        Assert.Equivalent(expected, summary.Experts, strict: true);
        Assert.Equal(["0", "2", "10"], summary.Experts[1].Root.Children.Select(node => node.Path));
    }

    [Fact]
    public void Read_DamagedFolder_SaysSo()
    {
        File.WriteAllText(run.Folder.ManifestFile, "{");

        Assert.Throws<RunFolderException>(() => RunSummary.Read(run.Folder));
    }
}
