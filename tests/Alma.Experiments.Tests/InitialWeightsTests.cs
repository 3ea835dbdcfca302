using Alma.Experiments.Checkpoints;
using Alma.Experiments.Models;
using Alma.Learning;
using Alma.Runs;

namespace Alma.Experiments.Tests;

/// <summary>Runs that start from weights which another run saved: <c>clmodel.model.weights</c>.</summary>
public sealed class InitialWeightsTests : IDisposable
{
    private static readonly string[] tiny = ["n_megabatches=2", "clmodel.max_epochs=1", "clmodel.training_batch_size=16"];

    // What is not trained shows what it started from.
    private static readonly string[] still =
        ["~clmodel.optim", "+clmodel.optim={class_name: SGD, lr: 0.0}", "clmodel.max_epochs=1", "n_megabatches=2", "seed=7"];

    private readonly TinyRun runs = new();

    public void Dispose() => runs.Dispose();

    [Theory]
    [InlineData("mnist/test_finetune_mlp")]
    [InlineData("mnist/test_finetune_moe")]
    [InlineData("mnist/test_finetune_lenet5")]
    public void Run_FromSavedWeights_StartsFromThem(string recipe)
    {
        var before = runs.Start(TinyRun.Request(recipe, tiny));

        var byFile = runs.Start(TinyRun.Request(recipe, [.. still, $"+clmodel.model.weights={before.ModelFile(1)}"]));
        var byFolder = runs.Start(TinyRun.Request(recipe, [.. still, $"+clmodel.model.weights={before.Path}"]));

        AssertSame(before.ModelFile(1), byFile.ModelFile(0));
        AssertSame(before.ModelFile(1), byFolder.ModelFile(1));
        Assert.Equal(Exported(before, 1), Exported(byFile, 0));
    }

    [Theory]
    [InlineData("mnist/ensemble")]
    [InlineData("mnist/kensemble")]
    [InlineData("mnist/adaboost")]
    public void Run_OfAnEnsembleFromOneNetwork_StartsEachMemberFromIt(string recipe)
    {
        string[] mlp =
        [
            "~clmodel.model", "+clmodel.model={class_name: MLP, size_layers: 5, n_layers: 1}", "~clmodel.optim",
            "+clmodel.optim={class_name: SGD, lr: 0.0}",
        ];
        var one = runs.Start(TinyRun.Request("mnist/test_finetune_mlp", [.. tiny, .. mlp]));

        var many = runs.Start(TinyRun.Request(recipe, [.. tiny, .. mlp, $"+clmodel.model.weights={one.Path}", "seed=7"]));

        var member = SafetensorsContent.Read(one.ModelFile(1)).Tensors;
        var members = SafetensorsContent.Read(many.ModelFile(1)).Tensors;
        Assert.True(members.Count >= 2 * member.Count);
        Assert.All(members, entry => Assert.Equal(
            member[entry.Key.Split('.', 3)[2]].Bytes.ToArray(), entry.Value.Bytes.ToArray()));
    }

    [Fact]
    public void Run_Stopped_GoesOnWithoutTheFile()
    {
        var before = runs.Start(TinyRun.Request("mnist/test_finetune_mlp", tiny));
        var file = runs.NewPath();
        File.Copy(before.ModelFile(1), file);
        string[] overrides = [.. tiny, "clmodel.init_from_scratch=true", $"+clmodel.model.weights={file}"];
        var whole = runs.Start(TinyRun.Request("mnist/test_finetune_mlp", overrides));
        RunFolder? stopped = null;
        var path = runs.NewPath();

        Assert.Throws<OperationCanceledException>(() => stopped = runs.Start(
            TinyRun.Request("mnist/test_finetune_mlp", [.. overrides, $"run_dir={path}"]),
            (position, cancellation) =>
            {
                if (position.Megabatch == 1) cancellation.Cancel();
            }));
        File.Delete(file);
        TinyRun.Continue(TinyRun.Request("mnist/test_finetune_mlp", [.. overrides, $"run_dir={path}"]), RunFolder.Open(path));

        AssertSame(whole.ModelFile(1), RunFolder.Open(path).ModelFile(1));
    }

    [Theory]
    [InlineData("clmodel.model.size_layers=7", "is (", "needs (7")]
    [InlineData("clmodel.model.n_layers=9", "has no tensor model.", "smaller network")]
    [InlineData("clmodel.model.n_layers=1", "has the tensor model.4.", "larger network")]
    public void Run_OfAnotherNetwork_IsRefusedBeforeItHasAFolder(string other, params string[] told)
    {
        var before = runs.Start(TinyRun.Request("mnist/test_finetune_mlp", tiny));
        var path = runs.NewPath();

        var refusal = Assert.Throws<LearningException>(() => runs.Start(TinyRun.Request(
            "mnist/test_finetune_mlp", [.. tiny, other, $"+clmodel.model.weights={before.Path}", $"run_dir={path}"])));

        Assert.Contains(before.ModelFile(1), refusal.Message, StringComparison.Ordinal);
        Assert.All(told, part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(path));
    }

    [Fact]
    public void Run_OfMoreNetworksThanTheFileHas_IsRefusedBeforeItHasAFolder()
    {
        string[] mlp = ["~clmodel.model", "+clmodel.model={class_name: MLP, size_layers: 5, n_layers: 1}"];
        var two = runs.Start(TinyRun.Request("mnist/kensemble", [.. tiny, .. mlp, "clmodel.k=2"]));
        var path = runs.NewPath();

        var refusal = Assert.Throws<LearningException>(() => runs.Start(TinyRun.Request(
            "mnist/kensemble", [.. tiny, .. mlp, "clmodel.k=3", $"+clmodel.model.weights={two.Path}", $"run_dir={path}"])));
        var same = runs.Start(TinyRun.Request(
            "mnist/kensemble", [.. tiny, .. mlp, "clmodel.k=2", "~clmodel.optim", "+clmodel.optim={class_name: SGD, lr: 0.0}",
                $"+clmodel.model.weights={two.Path}"]));

        Assert.Contains("has the weights of 2 networks, and the learner makes 3", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
        AssertSame(two.ModelFile(1), same.ModelFile(0));
    }

    [Fact]
    public void Run_FromNoWeights_IsRefusedBeforeItHasAFolder()
    {
        var path = runs.NewPath();

        var refusal = Assert.Throws<SafetensorsException>(() => runs.Start(TinyRun.Request(
            "mnist/test_finetune_mlp", [.. tiny, "+clmodel.model.weights=nothing.safetensors", $"run_dir={path}"])));

        Assert.Contains("nothing.safetensors", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    private static byte[] Exported(RunFolder folder, int megabatch) =>
        ModelExport.Bytes(SavedModel.Read(folder.ModelFile(megabatch)) with { Megabatch = null });

    private static void AssertSame(string expected, string actual)
    {
        var (one, other) = (SafetensorsContent.Read(expected).Tensors, SafetensorsContent.Read(actual).Tensors);
        Assert.NotEmpty(one);
        Assert.Equal(one.Keys, other.Keys);
        Assert.All(one, entry => Assert.Equal(entry.Value.Bytes.ToArray(), other[entry.Key].Bytes.ToArray()));
    }
}
