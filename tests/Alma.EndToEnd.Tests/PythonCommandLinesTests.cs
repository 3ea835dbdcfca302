using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// What stands after <c>run.py</c> in the Python project's <c>configs/*/commands.txt</c>, word for word, typed after <c>alma run</c>.
/// </summary>
public sealed class PythonCommandLinesTests : IDisposable
{
    private const string Usual = "clmodel.device=cuda clmodel.cache_dl=True clmodel.patience=25,100 clmodel.model.n_channels=4,8,16,32 ";
    private readonly Workplace workplace = new();

    public PythonCommandLinesTests()
    {
        foreach (var recipe in new[] { "test_finetune_vgg", "test_finetune_moe", "test_usage_gmoe", "test_firefly", "test_ensemble_moe" })
            Write("cifar10", recipe);
        Write("mnist", "test_finetune_moe");
    }

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("cifar10", "-cn test_finetune_vgg " + Usual + "n_megabatches=1,10,50 +run=0,1,2 --multirun", 72)]
    [InlineData("cifar10", "-cn test_finetune_moe " + Usual + "n_megabatches=1,10,50 +run=0,1,2 --multirun", 72)]
    [InlineData("cifar10", "-cn test_usage_gmoe " + Usual + "n_megabatches=10 clmodel.grow_every=2 +run=0,1,2 --multirun", 24)]
    [InlineData("cifar10", "-cn test_usage_gmoe " + Usual + "n_megabatches=50 clmodel.grow_every=5 +run=0,1,2 --multirun", 24)]
    [InlineData("cifar10", "-cn test_firefly " + Usual + "n_megabatches=10 clmodel.grow_every=2 +run=0,1,2 --multirun", 24)]
    [InlineData("cifar10", "-cn test_firefly " + Usual + "n_megabatches=50 clmodel.grow_every=5 +run=0,1,2 --multirun", 24)]
    [InlineData("cifar10", "-cn test_ensemble_moe " + Usual + "n_megabatches=10 +run=0,1,2 --multirun", 24)]
    [InlineData(
        "mnist",
        "-cn test_finetune_moe.yaml n_megabatches=10 clmodel.max_epochs=100 clmodel.patience=100 clmodel.patience_delta=0 "
        + "clmodel.model.n_layers=2 clmodel.model.size_layers=4,32 gpus=1 partition=devlab +run=0,1 --multirun",
        4)]
    public void ALine_AsTyped_IsASweepOfAllItsJobs(string dataset, string line, int jobCount)
    {
        var listed = workplace.Typed(["run", "-cp", $"theirs/configs/{dataset}", .. line.Split(' '), "--dry-run"]).Succeeded().Output;

        Assert.Equal(jobCount, listed.Count);
        Assert.All(listed, job => Assert.Contains("run=", job, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("boosting_moe")]
    [InlineData("from_scratch_each_mb_moe")]
    public void ALine_OfAConfigThatTheirProjectLacks_SaysWhatIsThere(string missing) => Assert.StartsWith(
        $"there is no recipe and no file '{missing}'. There are: test_ensemble_moe, test_finetune_moe, test_finetune_vgg, test_firefly, "
        + "test_usage_gmoe.",
        workplace
            .Typed(["run", "-cp", "theirs/configs/cifar10", "-cn", missing, .. $"{Usual}n_megabatches=10 +run=0,1,2 --multirun".Split(' ')])
            .RefusedInOneLine());

    private void Write(string dataset, string recipe) =>
        workplace.Write($"theirs/configs/{dataset}/{recipe}.yaml", TheirConfig.Of(dataset, recipe));
}
