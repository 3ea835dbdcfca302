using Alma.Data;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Testing;
using FsCheck.Xunit;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Growth;

public sealed class ExpertGrowthTests
{
    private static readonly ImageShape shape = new(1, 4, 4);

    [Property(MaxTest = 40)]
    public bool Split_OfRandomTrees_LeavesTheFunctionUnchanged(uint seed, byte growthSteps, bool hard)
    {
        using var scope = NewDisposeScope();
        var choices = new MersenneTwister(seed);
        using var generator = new Generator(seed, CPU);
        var images = randn(16, 1, 4, 4, generator: generator).to(TestDevice.Here);
        var network = new Network(MixtureTests.Mlp(shape, 3, 8, hard ? HardGateEstimator.Categorical : null), TestDevice.Here, generator);
        network.EvaluationMode();
        var before = network.Forward(images);
        for (var step = 0; step < 1 + (growthSteps % 4); step++)
        {
            var smaller = network;
            var paths = ExpertSelector.AtRandom((MixtureStructure)smaller.Structure, choices);
            network = ExpertGrowth.Split(smaller, paths, parts: 1 + (int)choices.NextUpTo(2), generator);
            smaller.Dispose();
        }
        network.EvaluationMode();
        var difference = (network.Forward(images) - before).abs().max().item<float>();
        network.Dispose();
        return difference <= 1e-5;
    }

    [Theory]
    [InlineData(1, 167_250, 166_848)]
    [InlineData(2, 223_350, 222_816)]
    public void Split_OfTheReferenceMixture_AddsTheReferenceParametersAndMultiplyAdds(int steps, long parameters, long multiplyAdds)
    {
        using var generator = new Generator(1, CPU);
        var network = new Network(MixtureTests.Mlp(new ImageShape(1, 28, 28), 10, 64), TestDevice.Here, generator);
        for (var step = 0; step < steps; step++)
        {
            using var smaller = network;
            network = ExpertGrowth.Split(
                smaller, ExpertSelector.AtRandom((MixtureStructure)smaller.Structure, new MersenneTwister(1)), 2, generator);
        }
        using (network) Assert.Equal((parameters, multiplyAdds), (network.Parameters.Count, network.MultiplyAddsPerExample));
    }

    [Fact]
    public void MostUsed_WhenAGateFavoursAnExpert_SelectsIt()
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        using var network = new Network(MixtureTests.Mlp(shape, TinyTask.ClassCount, 8), TestDevice.Here, generator);
        var parameters = network.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Value);
        parameters["layers.1.gate.module.module.bias"].copy_(tensor(new float[] { 0, 50 }, device: TestDevice.Here));
        parameters["layers.2.gate.module.module.bias"].copy_(tensor(new float[] { 50, 0 }, device: TestDevice.Here));

        var paths = ExpertSelector.MostUsed(network, Judging(task, generator, 0, 1, 2, 3, 4));

        Assert.Equal(["1", "0"], paths.Select(path => path.ToString()));
    }

    [Fact]
    public void MostUsed_WithoutExamples_IsRefused()
    {
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        using var network = new Network(MixtureTests.Mlp(shape, TinyTask.ClassCount, 8), TestDevice.Here, generator);
        Assert.Throws<LearningException>(() => ExpertSelector.MostUsed(network, Judging(task, generator)));
    }

    private static GrowthMaterial Judging(LearningTask task, Generator generator, params long[] examples) =>
        new(task.Train, examples, BatchSize: 2, new MersenneTwister(1), generator);
}
