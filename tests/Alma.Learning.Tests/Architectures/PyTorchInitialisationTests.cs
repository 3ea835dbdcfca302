using Alma.Data;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class PyTorchInitialisationTests
{
    // Inputs of one output: 9 per channel of a 3x3 convolution.
    public static TheoryData<string, string, double> Bounds => new()
    {
        { "VGG", "1.0.weight", 1 / 6.0 },
        { "VGG", "1.0.bias", 1 / 6.0 },
        { "SubnetVGG", "net.7.scores", 1 / 6.0 },
        { "MLPMixer", "5.0.fn.0.weight", 1 / 8.0 },
        { "MLPMixer", "10.weight", 1 / Math.Sqrt(8) },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Draw_OfAWeightedLayer_IsUniformUpToTheRootOfItsInputs(string architecture, string name, double bound)
    {
        using var scope = NewDisposeScope();
        var largest = Enumerable.Range(1, 20).Max(seed =>
        {
            using var network = ArchitectureCases.Build(architecture, ReferenceNetworks.Cifar, seed);
            return network.NamedParameters().Single(entry => entry.Name == name).Value.abs().max().item<float>();
        });
        Assert.InRange(largest, 0.9 * bound, bound);
    }

    [Fact]
    public void Draw_OfNormalisation_LeavesItWithoutEffect()
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build("VGG", ReferenceNetworks.Cifar);
        var state = network.NamedState().ToDictionary(entry => entry.Name, entry => entry.Value);
        Assert.True(state["0.1.weight"].eq(1).all().item<bool>());
        Assert.True(state["0.1.running_var"].eq(1).all().item<bool>());
        Assert.True(state["0.1.bias"].eq(0).all().item<bool>());
        Assert.True(state["0.1.running_mean"].eq(0).all().item<bool>());
        Assert.Equal(0, state["0.1.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void Draw_OfAMixture_GivesItsExpertsWeightsOfTheirOwn()
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build("MoE_VGG", new ImageShape(3, 32, 32));
        var state = network.NamedState().ToDictionary(entry => entry.Name, entry => entry.Value);
        Assert.False(state["layers.2.experts.0.0.weight"].allclose(state["layers.2.experts.1.0.weight"]));
    }
}
