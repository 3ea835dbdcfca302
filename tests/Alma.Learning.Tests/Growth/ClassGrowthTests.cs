using System.Text.Json;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Learning.Training;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Growth;

/// <summary>Every architecture when classes come that its network has no outputs for.</summary>
public sealed class ClassGrowthTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (var name in ArchitectureCases.All.Keys)
            {
                cases.Add(name, 1, 2);
                cases.Add(name, 3, 5);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GrowClasses_LeavesTheLogitsOfTheOthersAsTheyAre(string name, int before, int after)
    {
        using var scope = NewDisposeScope();
        using var network = Trained(name, before);
        using var grown = Grown(network, after);

        Assert.Equal(after, grown.Structure.ClassCount);
        var (old, all) = (Logits(network), Logits(grown));
        Assert.Equal([8L, after], all.shape);
        // The weights are the same to the bit; LibTorch's products round by how many columns there are.
        Assert.True(old.allclose(all.narrow(1, 0, before), 1e-6, 1e-6 * (1 + old.abs().max().item<float>())));
        Assert.True(all.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GrowClasses_CopiesEveryValueAndDrawsTheOthersAsPyTorchDoes(string name, int before, int after)
    {
        using var scope = NewDisposeScope();
        using var network = Trained(name, before);
        using var grown = Grown(network, after);

        var (widened, inputs) = (0, 0L);
        foreach (var ((known, old), (also, value)) in network.NamedState().Zip(grown.NamedState()))
        {
            Assert.Equal(known, also);
            if (value.dim() == 0)
            {
                Assert.Equal(old.item<long>(), value.item<long>());
                continue;
            }
            Assert.True(value.narrow(0, 0, old.shape[0]).eq(old).all().item<bool>(), known);
            if (value.shape[0] == old.shape[0]) continue;
            widened++;
            if (known.EndsWith(".weight", StringComparison.Ordinal)) inputs = value.numel() / value.shape[0];
            var fresh = value.narrow(0, before, after - before);
            if (!known.EndsWith(".scores", StringComparison.Ordinal))
                Assert.True(fresh.abs().max().item<float>() <= (1 / Math.Sqrt(inputs)) + 1e-6, known);
            Assert.True(fresh.abs().max().item<float>() > 0, known);
        }
        Assert.True(widened >= 2); // weight and bias
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GrowClasses_MakesANetworkLikeAFreshOneOfSoManyClasses(string name, int before, int after)
    {
        using var scope = NewDisposeScope();
        using var network = Trained(name, before);
        using var grown = Grown(network, after);
        using var generator = new Generator(1, CPU);
        using var fresh = new Network(ArchitectureCases.All[name].Structure(Shape(name), after), CPU, generator);

        Assert.Equal(fresh.MultiplyAddsPerExample, grown.MultiplyAddsPerExample);
        Assert.Equal(fresh.Parameters.Count, grown.Parameters.Count);
        var json = JsonSerializer.Serialize(grown.Structure, StructureJson.Options);
        using var again = new Network(JsonSerializer.Deserialize<NetworkStructure>(json, StructureJson.Options)!, CPU, generator);
        again.CopyStateFrom(grown);
        Assert.Equal(Logits(grown), Logits(again));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GrowClasses_WithTheSameSeed_GivesTheSameNetwork(string name, int before, int after)
    {
        using var scope = NewDisposeScope();
        using var network = Trained(name, before);
        using var first = Grown(network, after);
        using var second = Grown(network, after);
        using var other = Grown(network, after, seed: 8);

        Assert.Equal(first.Parameters.Values, second.Parameters.Values);
        Assert.NotEqual(first.Parameters.Values, other.Parameters.Values);
    }

    [Theory]
    [InlineData("MoE_MLP_RandomGrow hard")]
    [InlineData("MoE_MLP_UsageGrow")]
    [InlineData("MoE_VGG_RandomGrow")]
    [InlineData("SubnetVGG")]
    public void Structure_OfANetworkThatGrowsInBothWays_IsOneThatTheFirstMayHaveGrownInto(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Trained(name, 3);
        using var images = BuiltInImages(name);
        using var wide = Grown(network, 4);
        using var larger = Larger(wide, images);
        using var wider = Grown(larger, 9);
        using var last = Larger(wider, images);

        Assert.True(wider.Parameters.Count > network.Parameters.Count);
        Assert.True(Logits(wider).allclose(Logits(last), 1e-4, 1e-5));
        var initial = ArchitectureCases.All[name].Structure(Shape(name), 9);
        Assert.True(initial.MayHaveGrownInto(last.Structure, 2));
        Assert.False(initial.MayHaveGrownInto(last.Structure, 1));
        if (last.Structure is SubnetVgg subnet)
            Assert.False(initial.MayHaveGrownInto(subnet with { PruneRates = subnet.PruneRates.SetItem(16, 1.5) }, 2));
    }

    [Fact]
    public void GrowClasses_OfASubnet_UsesHalfOfTheWeightsOfNewClasses()
    {
        using var scope = NewDisposeScope();
        using var network = Trained("SubnetVGG", 3);
        using var grown = Grown(network, 5);

        Assert.Equal(UsedPerClass(network), UsedPerClass(grown)[..3]);
        Assert.Equal(0.5, UsedPerClass(grown)[3..].Average());
    }

    [Fact]
    public void GrowClasses_OfAStructureThatDoesNotSayHow_IsRefusedInWords()
    {
        using var generator = new Generator(1, CPU);
        using var network = new Network(new Squares(new(1, 2, 2), 3), CPU, generator);

        var refusal = Assert.Throws<LearningException>(() => network.Structure.GrowClasses(network, 4, generator));

        Assert.Contains("Squares does not say how it grows when classes come", refusal.Message);
    }

    private static double[] UsedPerClass(Network network)
    {
        var scores = network.NamedParameters().Last(entry => entry.Name.EndsWith(".scores", StringComparison.Ordinal)).Value.abs();
        var rate = ((SubnetVgg)network.Structure).PruneRates[^1];
        var threshold = SubnetConvolution.Threshold(scores, SubnetConvolution.ThresholdRank(scores.numel(), rate));
        return scores.ge(threshold).to(ScalarType.Float64).mean([1L, 2L, 3L]).data<double>().ToArray();
    }

    private static Alma.Data.ImageShape Shape(string name) => name.Contains("VGG", StringComparison.Ordinal)
        ? ReferenceNetworks.Cifar
        : ReferenceNetworks.Mnist;

    private static Network Larger(Network network, ResidentImages images)
    {
        using var generator = new Generator(5, CPU);
        return network.Structure.Grow(network, new GrowthMaterial(images, [0, 1, 2, 3], 4, new MersenneTwister(3), generator)).Grown;
    }

    private static ResidentImages BuiltInImages(string name)
    {
        var (channels, height, width) = Shape(name);
        return new ResidentImages(
            arange(4L * channels * height * width).remainder(251).to(ScalarType.Byte).view(4, channels, height, width),
            arange(4, ScalarType.Int64),
            new([.. Enumerable.Repeat(0.5f, channels)], [.. Enumerable.Repeat(0.5f, channels)]));
    }

    private static Network Grown(Network network, int classCount, int seed = 7)
    {
        using var generator = new Generator((ulong)seed, CPU);
        return network.Structure.GrowClasses(network, classCount, generator);
    }

    private static Network Trained(string name, int classCount)
    {
        using var generator = new Generator(1, CPU);
        var network = new Network(ArchitectureCases.All[name].Structure(Shape(name), classCount), CPU, generator);
        network.TrainingMode();
        network.Noise.DrawFrom(new Generator(1, CPU));
        using var optimizer = new SgdOptions { Lr = 0.1 }.Build(network.Parameters);
        for (var step = 0; step < 2; step++)
        {
            using var scope = NewDisposeScope();
            network.Parameters.Gradients.zero_();
            nn.functional.cross_entropy(network.Forward(Images(network)), arange(8, ScalarType.Int64).remainder(classCount)).backward();
            optimizer.Step();
        }
        return network;
    }

    private static Tensor Logits(Network network)
    {
        using var noGradient = no_grad();
        network.EvaluationMode();
        return network.Forward(Images(network));
    }

    // (8, C, H, W)
    private static Tensor Images(Network network)
    {
        var (channels, height, width) = network.Structure.InputShape;
        using var generator = new Generator(3, CPU);
        return randn(8, channels, height, width, generator: generator);
    }

    // As many inputs as classes.
    private sealed record Squares(Alma.Data.ImageShape InputShape, int ClassCount) : NetworkStructure(InputShape, ClassCount)
    {
        public override nn.Module<Tensor, Tensor> Build(NoiseSource noise) => nn.Sequential(
            ("flatten", nn.Flatten()), ("first", nn.Linear(4, ClassCount)), ("second", nn.Linear(ClassCount, ClassCount)));
    }
}
