using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>The main job on the real data, cut to one epoch.</summary>
public sealed class MnistRunTests(MnistFolder mnist) : IDisposable
{
    private readonly Workplace workplace = new(mnist.Path);

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Run_UsageGrownMixtureOnMnist_LearnsAndSaysOnceThatItRunsOnTheCpu()
    {
        Assert.SkipWhen(Gpu.IsThere, "There is a GPU here, which the recipe then uses.");

        var result = workplace.Alma("run", "mnist/test_usage_gmoe", "n_megabatches=2", "replay=1", "clmodel.max_epochs=1").Succeeded();

        Assert.Single(result.Output, line => line.Contains("running on the CPU", StringComparison.Ordinal));
        Assert.Empty(result.Errors);
        var run = workplace.NewestRun();
        Assert.Equal(2, run.TestAccuracies().Count);
        Assert.All(run.TestAccuracies(), accuracy => Assert.InRange(accuracy, 0.9, 1));
        Assert.Equal("cpu", run.Manifest().Device);
        Assert.Equal(4, run.Manifest().DatasetChecksums["mnist"].Count);
    }

    [Fact]
    public void Run_GpuAskedForOnTheCommandLineWhereThereIsNone_IsRefused()
    {
        Assert.SkipWhen(Gpu.IsThere, "There is a GPU here.");

        var refusal = workplace.Typed("run", "mnist/test_usage_gmoe", "device=cuda").RefusedInOneLine();

        Assert.Equal("override 'device=cuda': no CUDA GPU can be used here (alma doctor says why). Valid: device=cpu.", refusal);
        Assert.Empty(workplace.Runs());
        Assert.False(Directory.Exists(workplace.In("runs")));
    }

    [Fact]
    public void Run_TruncatedDataFile_SaysWhatIsWrongAndStartsNoRun()
    {
        using var broken = new BrokenMnist(mnist.Path);
        broken.TruncateTestLabels();

        var refusal = workplace.Typed("run", "mnist/test_finetune_mlp", $"data_dir={broken.Path}", "device=cpu").RefusedInOneLine();

        Assert.Contains(broken.TestLabels, refusal);
        Assert.Contains("expected", refusal);
        Assert.False(Directory.Exists(workplace.In("runs")));
    }
}
