using Alma.Data;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>What is said of networks that are not built, against those that are.</summary>
public sealed class NetworkSizeTests
{
    [Theory]
    [MemberData(nameof(ArchitectureCases.Names), MemberType = typeof(ArchitectureCases))]
    public void Size_OfAnyArchitecture_IsAboutItsParametersAndNeverFarMore(string name)
    {
        foreach (var shape in ArchitectureCases.Shapes)
        {
            using var network = ArchitectureCases.Build(name, shape);

            Assert.InRange(network.Structure.SizeAfter(0)!.Parameters, 0.9 * network.Parameters.Count, 1.02 * network.Parameters.Count);
        }
    }

    [Theory]
    [InlineData("MoE_VGG_RandomGrow")]
    [InlineData("MoE_VGG_UsageGrow hard")]
    [InlineData("SubnetVGG")]
    public void Size_AfterGrowth_IsThatOfTheGrownNetwork(string name)
    {
        using var network = ArchitectureCases.Build(name, ReferenceNetworks.Mnist);
        using var images = Images(ReferenceNetworks.Mnist, 8);
        using var generator = new Generator(1, CPU);
        var material = new GrowthMaterial(images, [0, 1, 2, 3], 4, new MersenneTwister(1), generator);
        using var once = network.Structure.Grow(network, material).Grown;
        using var twice = once.Structure.Grow(once, material).Grown;

        Assert.InRange(network.Structure.SizeAfter(2)!.Parameters, 0.9 * twice.Parameters.Count, 1.02 * twice.Parameters.Count);
    }

    public static TheoryData<string, int> Images8To32 => new(
        from name in ArchitectureCases.All.Keys
        from side in new[] { 8, 16, 17, 28, 32 }
        where !name.StartsWith("MLPMixer", StringComparison.Ordinal) || side % 4 == 0
        select (name, side));

    [Theory]
    [MemberData(nameof(Images8To32))]
    public void LeastBatch_OfAnyArchitecture_IsTheLeastThatItCanBeTrainedOn(string name, int side)
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build(name, new ImageShape(1, side, side));
        using var generator = new Generator(1, CPU);
        network.Noise.DrawFrom(new Generator(1, CPU));
        network.TrainingMode();

        var refusal = Record.Exception(() => network.Forward(zeros(1, 1, side, side)));

        Assert.Equal(network.Structure.LeastBatch == 2, refusal is LearningException);
        network.Forward(zeros(network.Structure.LeastBatch, 1, side, side));
    }

    [Fact]
    public void Size_OfAThousandLayersOfAThousandExperts_IsKnownAtOnce()
    {
        var structure = new MoeMlpOptions { SizeLayers = 64, NLayers = 1000, NExperts = 1024, IsHard = false }
            .Structure(ReferenceNetworks.Mnist, 10);

        Assert.InRange(structure.SizeAfter(0)!.Parameters, 1000.0 * 1024 * 64 * 64, double.MaxValue);
    }

    private static ResidentImages Images(ImageShape shape, int count) => ResidentImages.From(
        new ImageSet(new byte[count * shape.Size], new byte[count], shape.Channels, shape.Height, shape.Width),
        new Normalisation([0.3f], [0.2f]),
        CPU);
}
