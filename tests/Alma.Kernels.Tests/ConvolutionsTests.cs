using static TorchSharp.torch;

namespace Alma.Kernels.Tests;

/// <summary>Convolutions are what they are defined as, on processors too of which oneDNN does not learn what caches they have.</summary>
public sealed class ConvolutionsTests
{
    [Fact]
    public void Convolutions_OfShapesThatSmallCachesSpoil_AreRight() => Assert.True(Convolutions.AreRight());

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Convolution_OfAGuardedNetwork_IsTheSumItIsDefinedAs(
        int batch, int inputs, int outputs, int size, int width, bool isChannelsLast)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        var module = nn.Conv2d(inputs, outputs, width, padding: width / 2, bias: false);
        Assert.True(Convolutions.Guard(module));
        var images = randn([batch, inputs, size, size], generator: generator);
        if (isChannelsLast) images = ChannelsLast.Of(images);
        images = images.requires_grad_();
        var gradient = randn([batch, outputs, size, size], generator: generator);

        var output = module.call(images);
        output.backward([gradient]);

        using var noGradient = no_grad();
        var padding = (width / 2, width / 2);
        var patches = nn.functional.unfold(images.contiguous(), (width, width), padding: padding); // (B, C x kernel, pixels)
        var kernel = module.weight.view(outputs, -1);
        var back = gradient.view(batch, outputs, -1);
        AssertNear(kernel.matmul(patches).view(batch, outputs, size, size), output);
        AssertNear(back.matmul(patches.transpose(1, 2)).sum([0L]).view_as(module.weight), module.weight.grad!);
        AssertNear(nn.functional.fold(kernel.t().matmul(back), (size, size), (width, width), padding: padding), images.grad!);
    }

    /// <summary>Channels that fill vectors and such that do not, as growing networks have them; both layouts.</summary>
    public static TheoryData<int, int, int, int, int, bool> Shapes()
    {
        var random = new Random(11);
        var shapes = new TheoryData<int, int, int, int, int, bool>();
        for (var index = 0; index < 60; index++)
            shapes.Add(
                random.GetItems([1, 4, 7, 36, 100, 128], 1)[0],
                Channels(random),
                Channels(random),
                random.GetItems([1, 2, 4, 7, 8, 14], 1)[0],
                random.Next(4) == 0 ? 1 : 3,
                random.Next(2) == 0);
        return shapes;
    }

    private static int Channels(Random random) => random.Next(3) == 0 ? 16 * random.Next(1, 13) : random.Next(1, 60);

    private static void AssertNear(Tensor expected, Tensor actual) =>
        Assert.InRange(((expected - actual).abs().max() / expected.abs().max()).item<float>(), 0, 1e-4f);
}
