using System.Text.Json;
using Alma.Data;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class MixtureTests
{
    public static MixtureOfExpertsMlp Mlp(ImageShape shape, int classes, int width, HardGateEstimator? hardGate = null) =>
        new(shape, classes, width, [ExpertTree.Of(2), ExpertTree.Of(2)], hardGate, new MixtureGrowth(ExpertSelection.MostUsed, 2));

    public static MixtureOfExpertsVgg Vgg(
        ImageShape shape, int classes, int channels, int pooledSide, HardGateEstimator? hardGate = null) =>
            new(
                shape, classes, channels, pooledSide, [.. Enumerable.Repeat(ExpertTree.Of(2), 4)], hardGate,
                new MixtureGrowth(ExpertSelection.MostUsed, 2));

    [Fact]
    public void ExpertTree_SplitTwice_ListsItsLeavesDepthFirstAndSerialises()
    {
        var tree = ExpertTree.Of(2).Split(new ExpertPath([1]), 2).Split(new ExpertPath([1, 0]), 3);

        Assert.Equal(["0", "1.0.0", "1.0.1", "1.0.2", "1.1"], tree.Leaves().Select(path => path.ToString()));
        var json = JsonSerializer.Serialize(tree);
        Assert.Equal("[[],[[[],[],[]],[]]]", json);
        Assert.Equal(json, JsonSerializer.Deserialize<ExpertTree>(json)!.ToString());
    }

    [Fact]
    public void ExpertTree_SplitWhereNoExpertIs_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => ExpertTree.Of(2).Split(new ExpertPath([2]), 2));
        Assert.Throws<ArgumentException>(() => ExpertTree.Of(2).Split(new ExpertPath([0]), 2).Split(new ExpertPath([0]), 2));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(HardGateEstimator.Categorical)]
    [InlineData(HardGateEstimator.Gumbel)]
    [InlineData(HardGateEstimator.StraightThrough)]
    public void ExpertUsage_OverABatch_SumsToOnePerLayer(HardGateEstimator? hardGate)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        using var network = new Network(Mlp(new ImageShape(1, 4, 4), 3, 8, hardGate), CPU, generator);
        using var usage = new ExpertUsage();
        network.EvaluationMode();
        var images = randn(20, 1, 4, 4, generator: generator);

        var logits = network.Forward(images, usage.Add);

        Assert.True(logits.allclose(network.Forward(images)));
        Assert.Equal(2, usage.Means().Length);
        Assert.All(usage.Means(), means => Assert.Equal(1, means.Sum(), 1e-6));
        // A hard gate gives whole examples to experts.
        if (hardGate is not null)
            Assert.All(usage.Means().SelectMany(means => means), mean => Assert.Equal(Math.Round(mean * 20), mean * 20, 1e-6));
    }
}
