using Alma.GeneratedRuns;

namespace Alma.Reports.Tests.Summary;

public sealed class RunDetailsTests : IDisposable
{
    private readonly MadeRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void Read_Run_HasItsEpochsWithoutItsSteps()
    {
        var details = runs.Details(new GeneratedRun { MegabatchCount = 2, EpochCount = 3 });

        Assert.Equal([(0, 0L), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)], details.Epochs.Select(epoch => (epoch.Megabatch, epoch.Epoch)));
        Assert.All(details.Epochs, epoch => Assert.Equal(epoch.TrainingLoss!.Value + 0.1, epoch.ValidationLoss!.Value, 1e-12));
        Assert.All(details.Epochs, epoch => Assert.True(epoch.TrainingAccuracy > epoch.ValidationAccuracy));
        Assert.Equal(340_000_000, details.Summary.Megabatches[1].PeakResidentBytes + 20_000_000);
        Assert.Equal("0.1", details.Summary.Config["clmodel.optim.lr"]);
    }

    [Fact]
    public void Read_Run_HasWhatItsEvaluationsSay()
    {
        var growing = runs.Details(new GeneratedRun { Recipe = "made/growing", MegabatchCount = 3, EpochCount = 1 });
        var ensemble = runs.Details(new GeneratedRun { Recipe = "made/ensemble", MegabatchCount = 1, EpochCount = 1 });

        Assert.Equal([2, 3, 4], growing.Megabatches.Select(megabatch => Leaves(Assert.Single(megabatch.Experts).Root)));
        Assert.All(growing.Megabatches, megabatch => Assert.Equal(10_000, megabatch.Confusion.Sum(cell => cell.Count)));
        Assert.All(growing.Megabatches, megabatch => Assert.Equal(24, megabatch.Worst!.Images.Count));
        Assert.Equal((3, 0.97), (ensemble.Megabatches[0].MemberAccuracies.Count, ensemble.Megabatches[0].Agreement));
        Assert.True(ensemble.Megabatches[0].OracleAccuracy > ensemble.Megabatches[0].MemberAccuracies.Max());
    }

    [Fact]
    public void Read_RunOfAnEarlierVersion_HasNoImages()
    {
        var path = runs.Summary(new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }).Path;
        Directory.Delete(Path.Combine(path, "worst"), recursive: true);

        var details = Reports.Summary.RunDetails.Read(Alma.Runs.RunFolder.Open(path));

        Assert.Null(Assert.Single(details.Megabatches).Worst);
    }

    private static int Leaves(Runs.Experts.ExpertNode node) => node.Children.Count == 0 ? 1 : node.Children.Sum(Leaves);
}
