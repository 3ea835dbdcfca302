using Alma.Data;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Testing;
using FsCheck.Xunit;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Growth;

public sealed class NetworkGrowthTests
{
    private static readonly ImageShape shape = new(1, 4, 4);

    public static TheoryData<string> GrowingModels => [.. ArchitectureCases.All.Keys.Where(name => CanGrow(name))];

    [Property(MaxTest = 8)]
    public bool Grow_OfMoeVgg_LeavesTheFunctionUnchanged(uint seed, bool hard) => LargestChangeByGrowth(
        new MoeVggRandomGrowOptions
        {
            NChannels = 4,
            NAdaptivepooling = 2,
            NExperts = 2,
            IsHard = hard,
            NExpertsToSplit = 2 + (int)(seed % 2)
        }, seed, steps: 3) <= 1e-5;

    [Property(MaxTest = 8)]
    public bool Grow_OfSubnetVgg_LeavesTheFunctionUnchanged(uint seed) =>
        LargestChangeByGrowth(new SubnetVggOptions { NChannels = 16, GrowNUnits = 4 }, seed, steps: 3) <= 1e-5;

    [Theory]
    [MemberData(nameof(GrowingModels))]
    public void Grow_OfAGrowingModel_GivesALargerNetwork(string name)
    {
        using var task = TinyTask.Create();
        using var network = ArchitectureCases.Build(name, shape);
        using var generator = new Generator(1, CPU);
        var material = new GrowthMaterial(task.Train, [1, 2, 3], 2, new MersenneTwister(1), generator);
        var (grown, cost) = network.Structure.Grow(network, material);
        using (grown) Assert.True(grown.Parameters.Count > network.Parameters.Count);
        Assert.Equal(name.Contains("Usage", StringComparison.Ordinal) ? 3 * network.MultiplyAddsPerExample : 0, cost);
    }

    [Theory]
    [MemberData(nameof(GrowingModels))]
    public void Grow_WhenTheGrownNetworkIsDisposed_LeavesNoTensorAlive(string name)
    {
        using var task = TinyTask.Create();
        using var network = ArchitectureCases.Build(name, shape);
        using var generator = new Generator(1, CPU);
        var material = new GrowthMaterial(task.Train, [1, 2, 3], 2, new MersenneTwister(1), generator);
        network.Structure.Grow(network, material).Grown.Dispose(); // a network computed by hand keeps views of its parameters
        var before = LiveTensors();
        network.Structure.Grow(network, material).Grown.Dispose();
        Assert.Equal(before, LiveTensors());
    }

    [Fact]
    public void Grow_ByNothing_GivesTheNetworkItself()
    {
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        foreach (var options in (ModelOptions[])[
            new SubnetVggOptions { NChannels = 4, GrowNUnits = 0 },
            new MoeVggUsageGrowOptions { NChannels = 4, NAdaptivepooling = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 0 }])
        {
            using var network = new Network(options.Structure(shape, 10), TestDevice.Here, generator);
            Assert.Same(
                network, network.Structure.Grow(network, new GrowthMaterial(task.Train, [], 2, new MersenneTwister(1), generator)).Grown);
        }
    }

    [Fact]
    public void Grow_OfAModelThatDoesNot_IsRefused()
    {
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        using var network = ArchitectureCases.Build("VGG", shape);
        var error = Assert.Throws<LearningException>(() =>
            network.Structure.Grow(network, new GrowthMaterial(task.Train, [1], 2, new MersenneTwister(1), generator)));
        Assert.Equal("Vgg does not grow.", error.Message);
        Assert.False(CanGrow("VGG"));
    }

    private static bool CanGrow(string name) => ArchitectureCases.All[name].Structure(shape, 10).CanGrow();

    private static long LiveTensors() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    // The network is run in training mode first, so that its running statistics are not those of a new one.
    private static float LargestChangeByGrowth(ModelOptions options, uint seed, int steps)
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create();
        using var generator = new Generator(seed, CPU);
        var choices = new MersenneTwister(seed);
        var images = randn(8, 1, 8, 8, generator: generator).to(TestDevice.Here);
        var network = new Network(options.Structure(new ImageShape(1, 8, 8), 10), TestDevice.Here, generator);
        network.Noise.DrawFrom(new Generator(seed, CPU));
        network.TrainingMode();
        network.Forward(images);
        network.EvaluationMode();
        var before = network.Forward(images);
        for (var step = 0; step < steps; step++)
        {
            using var smaller = network;
            network = smaller.Structure.Grow(smaller, new GrowthMaterial(task.Train, [], 2, choices, generator)).Grown;
        }
        network.EvaluationMode();
        using (network) return ((network.Forward(images) - before).abs().max() / before.abs().max()).item<float>();
    }
}
