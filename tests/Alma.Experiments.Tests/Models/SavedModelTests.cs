using Alma.Experiments.Checkpoints;
using Alma.Experiments.Models;
using Alma.Runs;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Experiments.Tests.Models;

/// <summary>What is no model, or none that fits, is refused by one clear sentence.</summary>
public sealed class SavedModelTests : IDisposable
{
    private const string Structure = """
        [{"architecture":"multilayer_perceptron","layer_width":3,"hidden_layer_count":1,
        "input_shape":{"channels":1,"height":2,"width":2},"class_count":2}]
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Model_ThatSaysAll_IsReadAndWritten()
    {
        var model = SavedModel.Read(Write());

        Assert.Equal(["cat", "dog"], model.ClassNames);
        Assert.Equal(3, model.Megabatch);
        Assert.Equal(4, Assert.Single(model.Networks).Weights.Count);
        Assert.NotEmpty(ModelExport.Bytes(model));
    }

    [Theory]
    [InlineData("alma.combination", null, "does not say how its networks are combined: it is of an earlier version of Alma")]
    [InlineData("alma.combination", """{"rule":"best_of"}""", "is no model of Alma: alma.combination: ")]
    [InlineData("alma.structure", null, "is no model of Alma: it has no alma.structure")]
    [InlineData("alma.structure", "[]", "is no model of Alma: it has 0 networks")]
    [InlineData("alma.structure", "[null]", "is no model of Alma: it has 1 networks, or one is null")]
    [InlineData("alma.classes", """["one"]""", "is no model of Alma: it has 2 outputs, and 1 classes")]
    [InlineData("alma.normalisation", "3", "is no model of Alma: alma.normalisation: ")]
    [InlineData("alma.megabatch", "first", "is no model of Alma: alma.megabatch: ")]
    public void Metadata_ThatDoesNotFit_IsRefused(string key, string? value, string problem)
    {
        var path = Write(metadata => { if (value is null) metadata.Remove(key); else metadata[key] = value; });

        var error = Assert.Throws<SafetensorsException>(() => SavedModel.Read(path));

        Assert.StartsWith($"{path} {problem}", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("\"hidden_layer_count\":1", "\"hidden_layer_count\":2000000000", "is no model of Alma: its structure has the size ")]
    [InlineData("\"hidden_layer_count\":1", "\"hidden_layer_count\":2", ": The model's weights model.2.weight are of shape (2, 3)")]
    [InlineData("\"layer_width\":3", "\"layer_width\":4", ": The model's weights model.0.weight are of shape (3, 4)")]
    [InlineData("\"layer_width\":3", "\"layer_width\":-1", ": ")]
    public void Structure_OfOtherWeights_IsRefused(string part, string other, string problem)
    {
        var path = Write(metadata => metadata["alma.structure"] = Structure.Replace(part, other, StringComparison.Ordinal));

        var error = Assert.Throws<SafetensorsException>(() => ModelExport.Bytes(SavedModel.Read(path)));

        Assert.StartsWith(path + problem.Insert(0, problem.StartsWith(':') ? "" : " "), error.Message);
    }

    [Fact]
    public void Models_OfARun_AreFoundByTheirMegabatches()
    {
        folder.Write("run/run.json", "{}");
        var run = RunFolder.Open(folder.File("run"));
        Assert.Equal(RunFolderNeed.KeptModels, Assert.Throws<RunFolderException>(() => RunModels.Find(run, null)).Need);

        foreach (var name in new[] { "megabatch_0000.safetensors", "megabatch_0002.safetensors", "megabatch_0002.safetensors.tmp", "x" })
            folder.Write($"run/models/{name}", "");

        Assert.Equal([0, 2], RunModels.Megabatches(run));
        Assert.Equal(run.ModelFile(2), RunModels.Find(run, null));
        Assert.EndsWith("It has those of 0, 2, counted from 0.", Assert.Throws<RunFolderException>(() => RunModels.Find(run, 1)).Message);
    }

    private string Write(Action<Dictionary<string, string>>? change = null)
    {
        using var scope = NewDisposeScope();
        var metadata = new Dictionary<string, string>
        {
            ["alma.structure"] = Structure,
            ["alma.combination"] = """{"rule":"sum_of_logits"}""",
            ["alma.classes"] = """["cat","dog"]""",
            ["alma.normalisation"] = """{"mean":[0.5],"std":[0.25]}""",
            ["alma.run"] = """{"recipe":"own/mlp","seed":0,"run":0}""",
            ["alma.megabatch"] = "3",
        };
        change?.Invoke(metadata);
        var path = folder.File("model.safetensors");
        using var file = File.Create(path);
        SafetensorsWriter.Write(
            file, metadata,
            [("model.0.weight", ones(3, 4)), ("model.0.bias", ones(3)), ("model.2.weight", ones(2, 3)), ("model.2.bias", ones(2))]);
        return path;
    }
}
