// B: batch, C, H, W: channels, height, width.
using Alma.Data;
using Alma.Kernels;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>
/// A program of one's own may give a network images in any layout: what it says does not depend on it, nor do its gradients.
/// </summary>
public sealed class MemoryLayoutTests
{
    private static readonly ImageShape[] shapes = [new(1, 8, 8), new(3, 8, 8)];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> layouts = new()
    {
        ["channels last"] = ChannelsLast.Of,
        ["transposed"] = images => images.transpose(2, 3).contiguous().transpose(2, 3),
        ["batch last"] = images => images.permute(1, 2, 3, 0).contiguous().permute(3, 0, 1, 2),
        ["every second image"] = images => stack([images, images], 1).select(1, 0),
        ["some of the channels"] = images => cat([images, images], 1).narrow(1, 0, images.shape[1]),
        ["some of the columns"] = images => cat([images, images], 3).narrow(3, 0, images.shape[3]),
    };

    public static TheoryData<string> Names => [.. ArchitectureCases.Names, "VGG of 17"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Network_OfImagesInAnyLayout_SaysAndLearnsTheSame(string name)
    {
        foreach (var shape in shapes)
        {
            using var scope = NewDisposeScope();
            using var generator = new Generator(1, CPU);
            using var network = new Network(
                (name == "VGG of 17" ? new VggOptions { NChannels = 17 } : ArchitectureCases.All[name]).Structure(shape, 10),
                CPU,
                generator);
            var images = randn(3, shape.Channels, shape.Height, shape.Width, generator: generator);
            var expected = Results(network, images);
            foreach (var (layout, ofImages) in layouts)
                foreach (var (wanted, given) in expected.Zip(Results(network, ofImages(images))))
                    Assert.True(
                        wanted.eq(given).all().item<bool>(),
                        $"{name} of {shape}, {layout}: [{string.Join(", ", wanted.shape)}] differs by "
                        + $"{(wanted - given).abs().max().item<float>()}");
        }
    }

    // What it predicts, with and without gradients, and the gradients that one step would take.
    private static Tensor[] Results(Network network, Tensor images)
    {
        network.EvaluationMode();
        using (no_grad()) return [network.Forward(images), .. Differentiated(network, images)];
    }

    private static Tensor[] Differentiated(Network network, Tensor images)
    {
        using var gradient = enable_grad();
        network.Parameters.Gradients.zero_();
        var leaf = images.detach().requires_grad_();
        var logits = network.Forward(leaf);
        GradientInFlight.Backpropagate(nn.functional.cross_entropy(logits, arange(3, ScalarType.Int64)));
        return [logits.detach(), network.Parameters.Gradients.clone(), leaf.grad!];
    }
}
