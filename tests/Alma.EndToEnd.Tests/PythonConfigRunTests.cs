using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>Configs in the Python project's own form, which run as they are, from any folder.</summary>
public sealed class PythonConfigRunTests(MnistFolder mnist) : IDisposable
{
    private static readonly string[] oneEpoch = ["clmodel.max_epochs=1"];
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("finetune_mlp", "Finetune", "MLP")]
    [InlineData("finetune_moe", "Finetune", "MoE_MLP", Explicit = true, Traits = ["Category", "Long"])]
    [InlineData("usage_gmoe", "Finetune_Grow", "MoE_MLP_UsageGrow")]
    public void Run_PythonConfigByItsPath_RunsUnchanged(string name, string learner, string model)
    {
        PutMnistWhereTheConfigsLook();
        workplace.Write($"theirs/mnist/{name}.yaml", PythonConfig.Of(learner, model));

        var result = workplace.Alma(["run", $"theirs/mnist/{name}.yaml", .. oneEpoch]).Succeeded();

        AssertLearned(result);
    }

    [Fact]
    public void Run_PythonConfigAsHydraNamesIt_RunsUnchanged()
    {
        PutMnistWhereTheConfigsLook();
        workplace.Write("theirs/mnist/finetune_mlp.yaml", PythonConfig.Of("Finetune", "MLP"));

        var result = workplace.Alma(["run", "-cp", "theirs/mnist", "-cn", "finetune_mlp", "n_megabatches=2", "replay=1", .. oneEpoch])
            .Succeeded();

        AssertLearned(result);
    }

    private void AssertLearned(ProgramResult result)
    {
        Assert.Empty(result.Errors);
        var run = workplace.NewestRun();
        Assert.Equal(2, run.TestAccuracies().Count);
        Assert.All(run.TestAccuracies(), accuracy => Assert.InRange(accuracy, 0.9, 1));
    }

    private void PutMnistWhereTheConfigsLook()
    {
        Directory.CreateDirectory(Path.Combine(workplace.Home, ".avalanche"));
        Directory.CreateSymbolicLink(Path.Combine(workplace.Home, ".avalanche", "data"), mnist.Path);
    }
}
