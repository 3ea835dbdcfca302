using System.Text.Json;
using Alma.Data;
using Alma.Experiments.Checkpoints;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.LeNet;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.ResNet;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Learners.Combination;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Experiments.Tests.Models;

/// <summary>What docs/python.md has in PyTorch gives the probabilities of Alma. PyTorch is Debian's python3-torch.</summary>
public sealed class PythonModelTests : IDisposable
{
    private const string Check = """
        import sys
        sys.path.insert(0, sys.argv[1])
        from alma_models import Model, read
        for path in sys.argv[2:]:
            expected = read(path + ".expected")[1]
            difference = (Model(path).logits(expected["images"]).softmax(1) - expected["probabilities"]).abs().max().item()
            assert difference <= 1e-5, f"{path}: {difference}"
        print(len(sys.argv) - 2)
        """;

    private static readonly Normalisation normalisation = new([0.4f, 0.5f, 0.45f], [0.2f, 0.25f, 0.3f]);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Model_OfEveryArchitectureAndRule_GivesAlmasProbabilitiesInPyTorch()
    {
        Assert.SkipUnless(DebianPython.Has("torch"), "There is no python3-torch here.");
        folder.Write("alma_models.py", CodeOf(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "python.md"))));
        var small = new ImageShape(3, 16, 16);
        var large = new ImageShape(3, 32, 32);
        var mlp = new MultilayerPerceptron(small, 4, 8, 2);
        var soft = new MoeMlpOptions { SizeLayers = 8, NLayers = 2, NExperts = 3, IsHard = false };
        var mixtureOfVgg = new MoeVggOptions { NChannels = 4, NAdaptivepooling = 3, NExperts = 2, IsHard = false };
        CombinationRule sum = new SumOfLogits();
        List<string> files =
        [
            Write("mlp", sum, mlp),
            Write("moe", sum, Split((MixtureOfExpertsMlp)soft.Structure(small, 4))),
            Write("hard moe", sum, (soft with { IsHard = true }).Structure(small, 4)),
            Write("lenet", sum, new LeNet5(small, 4)), Write("large lenet", sum, new LeNet5(large, 4)),
            Write("vgg", sum, new Vgg(small, 4, 4)), Write("large vgg", sum, new Vgg(large, 4, 4)),
            Write("moe of vgg", sum, mixtureOfVgg.Structure(large, 4)),
            Write("hard moe of vgg", sum, (mixtureOfVgg with { IsHard = true }).Structure(small, 4)),
            Write("resnet", sum, new ResNet18(large, 4, 2)), Write("small resnet", sum, new ResNet18(small, 4, 2)),
            Write("subnet", sum, new SubnetVggOptions { NChannels = 4, GrowNUnits = 2 }.Structure(small, 4)),
            Write("firefly", sum, FireflyVgg.Create(small, 4, 4)),
            Write("mixer", sum, new MlpMixer(small, 4, 4, 8, 2, 4, 0)),
            Write("mean", new MeanOfLogits(false), mlp, mlp, mlp),
            Write("mean of probabilities", new MeanOfProbabilities(false), mlp, mlp),
            Write("weighted", new WeightedLogits([0.5, 1.5], false), mlp, mlp),
            Write("weighted mean", new WeightedLogits([0.5, 1.5], true), mlp, mlp),
        ];

        var (exitCode, output) = DebianPython.Run(Check, [folder.FullPath, .. files]);

        Assert.True(exitCode == 0, output);
        Assert.Equal($"{files.Count}", output.Trim());
    }

    // An expert of the second layer is a mixture, and one of these again.
    private static MixtureOfExpertsMlp Split(MixtureOfExpertsMlp whole)
    {
        var tree = whole.Mixtures[1].Split(new ExpertPath([1]), 2).Split(new ExpertPath([1, 0]), 3);
        return whole with { Mixtures = [whole.Mixtures[0], tree] };
    }

    private string Write(string name, CombinationRule rule, params NetworkStructure[] structures)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(3, CPU);
        Network[] networks = [.. structures.Select(structure => Settled(structure, generator))];
        var shape = structures[0].InputShape;
        var pixels = randint(0, 256, [5, shape.Channels, shape.Height, shape.Width], ScalarType.Byte, generator: generator);
        using var images = new ResidentImages(pixels.clone(), zeros(5, ScalarType.Int64), normalisation);
        var batch = images.Gather(arange(5)).Images;
        foreach (var network in networks) network.EvaluationMode();
        var probabilities = rule.Combine(stack(networks.Select(network => network.Forward(batch)))).Logits.softmax(1);

        var json = CheckpointJson.With();
        var metadata = new Dictionary<string, string>
        {
            ["alma.structure"] = JsonSerializer.Serialize(structures, json),
            ["alma.combination"] = JsonSerializer.Serialize(rule, json),
            ["alma.classes"] = """["a","b","c","d"]""",
            ["alma.normalisation"] = JsonSerializer.Serialize(new { normalisation.Mean, Std = normalisation.StandardDeviation }, json),
        };
        var single = networks.Length == 1;
        var path = Save(name, metadata, [.. networks.SelectMany((network, k) =>
            network.NamedState().Select(entry => (single ? entry.Name : $"models.{k}.{entry.Name}", entry.Value)))]);
        Save($"{name}.expected", [], [("images", pixels), ("probabilities", probabilities)]);
        foreach (var network in networks) network.Dispose();
        return path;
    }

    // Batch norm's running statistics are those of some batches, not those it begins with.
    private static Network Settled(NetworkStructure structure, Generator generator)
    {
        var network = new Network(structure, CPU, generator);
        var shape = structure.InputShape;
        network.TrainingMode();
        network.Noise.DrawFrom(new Generator(7, CPU));
        for (var step = 0; step < 2; step++) network.Forward(randn(8, shape.Channels, shape.Height, shape.Width, generator: generator));
        return network;
    }

    private string Save(string name, Dictionary<string, string> metadata, IReadOnlyList<(string Name, Tensor Value)> tensors)
    {
        var path = folder.File(name);
        using var file = File.Create(path);
        SafetensorsWriter.Write(file, metadata, tensors);
        return path;
    }

    // The last block is alma_models.py.
    private static string CodeOf(string document)
    {
        var start = document.LastIndexOf("```python\n", StringComparison.Ordinal) + "```python\n".Length;
        return document[start..document.IndexOf("\n```", start, StringComparison.Ordinal)];
    }
}
