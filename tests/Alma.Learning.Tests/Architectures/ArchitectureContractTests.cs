using System.Text.Json;
using Alma.Data;
using Alma.Learning.Networks;
using Alma.Learning.Training;
using Alma.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>What every architecture keeps to.</summary>
public sealed class ArchitectureContractTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in ArchitectureCases.All.Keys)
                for (var shape = 0; shape < ArchitectureCases.Shapes.Length; shape++) cases.Add(name, shape);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Network_WithTheSameSeed_TrainsToTheSameState(string name, int shape)
    {
        var first = StateAfterTraining(name, ArchitectureCases.Shapes[shape], seed: 1);
        Assert.Equal(first, StateAfterTraining(name, ArchitectureCases.Shapes[shape], seed: 1));
        Assert.NotEqual(first, StateAfterTraining(name, ArchitectureCases.Shapes[shape], seed: 2));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Network_TrainedAndDisposed_LeavesNoTensorAlive(string name, int shape)
    {
        StateAfterTraining(name, ArchitectureCases.Shapes[shape], seed: 1);
        var before = LiveTensors();
        StateAfterTraining(name, ArchitectureCases.Shapes[shape], seed: 1);
        Assert.Equal(before, LiveTensors());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Network_Trained_ChangesEveryParameterThatHasAnEffect(string name, int shape)
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build(name, ArchitectureCases.Shapes[shape]);
        using var before = network.Copy();
        Train(network, seed: 1);
        // A bias before a batch norm has no effect but for rounding; an expert without examples is not trained.
        foreach (var ((parameter, value), (_, old)) in network.NamedParameters().Zip(before.NamedParameters()))
            Assert.True(
                parameter.EndsWith(".bias", StringComparison.Ordinal)
                || name.EndsWith("hard", StringComparison.Ordinal)
                || !value.allclose(old, 0, 0),
                parameter);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Copy_OfATrainedNetwork_PredictsTheSame(string name, int shape)
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build(name, ArchitectureCases.Shapes[shape]);
        Train(network, seed: 1);
        using var copy = network.Copy();
        using var images = Images(ArchitectureCases.Shapes[shape], seed: 3);
        network.EvaluationMode();
        copy.EvaluationMode();
        Assert.True(network.Forward(images).allclose(copy.Forward(images), 0, 0));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Structure_ThroughJson_BuildsTheSameNetwork(string name, int shape)
    {
        var structure = ArchitectureCases.All[name].Structure(ArchitectureCases.Shapes[shape], 10);
        var json = JsonSerializer.Serialize(structure, StructureJson.Options);
        var read = JsonSerializer.Deserialize<NetworkStructure>(json, StructureJson.Options)!;
        Assert.Equal(structure.GetType(), read.GetType());
        Assert.Equal(json, JsonSerializer.Serialize(read, StructureJson.Options));
        using var generator = new Generator(1, CPU);
        using var network = new Network(read, TestDevice.Here, generator);
        using var original = ArchitectureCases.Build(name, ArchitectureCases.Shapes[shape]);
        Assert.Equal(original.NamedState().Select(entry => entry.Name), network.NamedState().Select(entry => entry.Name));
    }

    private static void Train(Network network, int seed, int steps = 2)
    {
        var shape = network.Structure.InputShape;
        network.TrainingMode();
        network.Noise.DrawFrom(new Generator((ulong)seed, CPU));
        using var optimizer = new SgdOptions { Lr = 0.1 }.Build(network.Parameters);
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var labels = arange(8, ScalarType.Int64, device: TestDevice.Here);
            network.Parameters.Gradients.zero_();
            nn.functional.cross_entropy(network.Forward(Images(shape, step)), labels).backward();
            optimizer.Step();
        }
    }

    private static byte[] StateAfterTraining(string name, ImageShape shape, int seed)
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build(name, shape, seed);
        Train(network, seed);
        return [.. network.NamedState().SelectMany(entry => entry.Value.cpu().bytes.ToArray())];
    }

    // (8, C, H, W)
    private static Tensor Images(ImageShape shape, int seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return randn(8, shape.Channels, shape.Height, shape.Width, generator: generator).to(TestDevice.Here);
    }

    private static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}
