// B: batch, C: channels, H, W: height and width, K: classes, P: parameter values.
using System.Reflection;
using System.Runtime.Intrinsics;
using TorchSharp.Modules;
using static Alma.Testing.DrawnTensors;
using static TorchSharp.torch;

namespace Alma.Kernels.Tests;

/// <summary>Public operations against LibTorch's own, forward and backward; Firefly's and pooling are in KernelFunctionTests.</summary>
public sealed class ParityTests
{
    private const string Parity = "_GivesWhatLibTorchGives";

    // They hand out memory or tell of failures, and compute nothing.
    private static readonly Type[] computeNothing = [typeof(CpuMemory), typeof(MemoryRows), typeof(GradientInFlight)];

    /// <summary>Odd widths, batches of one, single rows and pixels.</summary>
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 16, 4, 6 }, { 3, 17, 2, 2 }, { 7, 31, 1, 5 }, { 9, 33, 1, 1 }, { 5, 48, 7, 3 }, { 130, 20, 4, 4 },
    };

    [Fact]
    public void Operations_ThatArePublic_EachHaveAParityTest()
    {
        var tested = typeof(ParityTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name)
            .Where(name => name.EndsWith(Parity, StringComparison.Ordinal)).Select(name => name[..^Parity.Length]);
        var operations = typeof(Pooling).Assembly.GetExportedTypes().Except(computeNothing)
            .Where(type => type.GetMethods().SelectMany(method => method.GetParameters()).Any(IsOfValues)).Select(type => type.Name);

        Assert.Equal(operations.Order(), tested.Order());

        static bool IsOfValues(ParameterInfo parameter) =>
            parameter.ParameterType == typeof(Tensor)
            || parameter.ParameterType == typeof(Span<float>)
            || parameter.ParameterType == typeof(ReadOnlySpan<float>);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void BatchNormalisation_GivesWhatLibTorchGives(int batch, int channels, int height, int width)
    {
        foreach (var isActivated in (bool[])[true, false])
            foreach (var isPooled in (bool[])[false, isActivated && height % 2 == 0 && width % 2 == 0])
                foreach (var layout in (Func<Tensor, Tensor>[])[ChannelsLast.Of, images => images.clone()])
                {
                    using var scope = NewDisposeScope();
                    var input = layout(Drawn(1, batch, channels, height, width)).requires_grad_();
                    var (weight, bias) = (Drawn(2, channels).requires_grad_(), Drawn(3, channels).requires_grad_());
                    var statistics = ChannelStatistics.Of(ChannelsLast.Of(input.detach()));

                    var expected = nn.functional.batch_norm(input, zeros(channels), ones(channels), weight, bias, true, 0.1, 1e-5);
                    if (isActivated) expected = expected.relu();
                    if (isPooled) expected = nn.functional.max_pool2d(expected, 2, 2);
                    var expectedGradients = Gradients(expected, input, weight, bias);
                    var given = BatchNormalisation.Apply(input, weight, bias, statistics, 1e-5, isActivated, isPooled, Worker.Alone);
                    var gradients = Gradients(given, input, weight, bias);

                    AssertClose(expected, given);
                    for (var k = 0; k < gradients.Length; k++) AssertClose(expectedGradients[k], gradients[k], 1e-4);
                }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ChannelStatistics_GivesWhatLibTorchGives(int batch, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var images = Drawn(1, batch, channels, height, width) + 3;
        var exact = images.to(ScalarType.Float64);
        var mean = exact.mean([0, 2, 3], keepdim: true);

        var statistics = ChannelStatistics.Of(ChannelsLast.Of(images));

        Assert.Equal((long)batch * height * width, statistics.Count);
        AssertClose(mean.flatten(), tensor(statistics.Mean));
        AssertClose((exact - mean).square().mean([0, 2, 3]), tensor(statistics.Variance()));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ChannelsLast_GivesWhatLibTorchGives(int batch, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var images = Drawn(1, batch, channels, height, width).requires_grad_();

        var laid = ChannelsLast.Of(images);

        Assert.True(ChannelsLast.IsThatOf(laid) || height * width == 1);
        Assert.True(images.eq(laid).all().item<bool>());
        Assert.True(Drawn(10, images.shape).eq(Gradients(laid, images)[0]).all().item<bool>());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 10)]
    [InlineData(33, 47)]
    public void SoftmaxCrossEntropy_GivesWhatLibTorchGives(int batch, int classes)
    {
        foreach (var isWeighted in (bool[])[true, false])
        {
            using var scope = NewDisposeScope();
            var logits = (Drawn(1, batch, classes) * 5).requires_grad_();
            var labels = arange(batch, ScalarType.Int64) * 3 % classes;
            var weights = isWeighted ? Drawn(2, batch).abs() : ones(batch);
            var expected = (nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None) * weights).sum() / (batch + 2);
            expected.backward();
            var gradient = empty(batch, classes);

            var (loss, hits) = SoftmaxCrossEntropy.Run(
                logits.detach().Memory<float>(), labels.Memory<long>(), isWeighted ? weights.Memory<float>() : [], batch + 2,
                gradient.Memory<float>());

            AssertClose(expected, tensor(loss));
            AssertClose(logits.grad!, gradient);
            Assert.Equal(logits.argmax(1).eq(labels).sum().item<long>(), hits);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 35)]
    [InlineData(2, 3, 64)]
    public void PixelGather_GivesWhatLibTorchGives(int batch, int channels, int area)
    {
        using var scope = NewDisposeScope();
        var images = (Drawn(1, 9, channels, area).abs() * 50).to(ScalarType.Byte);
        var indices = arange(batch, ScalarType.Int64) * 7 % 9;
        var (scale, shift) = (Drawn(2, channels), Drawn(3, channels));
        var gathered = empty(batch, channels, area);

        PixelGather.Run(
            images.Memory<byte>(), indices.Memory<long>(), scale.Memory<float>(), shift.Memory<float>(), gathered.Memory<float>());

        AssertClose(images.index_select(0, indices).to(ScalarType.Float32) * scale.view(1, -1, 1) + shift.view(1, -1, 1), gathered);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(43)]
    public void Rectifier_GivesWhatLibTorchGives(int count)
    {
        using var scope = NewDisposeScope();
        var input = Drawn(1, count).requires_grad_();
        var rectified = input.relu();
        var expected = Gradients(rectified, input)[0];
        var gradient = Drawn(10, count);

        Rectifier.Backward(gradient.Memory<float>(), rectified.detach().Memory<float>());

        Assert.True(expected.eq(gradient).all().item<bool>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(45)]
    public void ElementwisePass_GivesWhatLibTorchGives(int count)
    {
        using var scope = NewDisposeScope();
        var (values, gradients, velocity) = (Drawn(1, count), Drawn(2, count), zeros(count));
        var parameter = new Parameter(values.clone());
        using var expected = optim.SGD([parameter], 0.1, momentum: 0.9);
        for (var step = 0; step < 3; step++)
        {
            parameter.grad = gradients.clone();
            expected.step();
            ElementwisePass.Run(new Momentum(), 0, count / 3, values, gradients, velocity);
            ElementwisePass.Run(new Momentum(), count / 3, count, values, gradients, velocity);
        }

        AssertClose(parameter.detach(), values);
    }

    // Of the output weighed by numbers that differ.
    private static Tensor[] Gradients(Tensor output, params Tensor[] inputs)
    {
        foreach (var input in inputs) input.grad = null;
        GradientInFlight.Backpropagate((output * Drawn(10, output.shape)).sum());
        return Array.ConvertAll(inputs, input => input.grad!.clone());
    }

    private static void AssertClose(Tensor expected, Tensor given, double tolerance = 1e-5)
    {
        Assert.Equal(expected.shape, given.shape);
        var difference = (expected - given).abs().max().to(ScalarType.Float64).item<double>();
        var size = Math.Max(expected.abs().max().to(ScalarType.Float64).item<double>(), 1e-3);
        Assert.True(difference <= tolerance * size, $"[{string.Join(", ", expected.shape)}] differs by {difference}");
    }

    private readonly record struct Momentum : IElementwiseStep
    {
        public static int StateCount => 1;

        public Vector256<float> Next(
            Vector256<float> value, Vector256<float> gradient, ref Vector256<float> velocity, ref Vector256<float> second,
            ref Vector256<float> third)
        {
            velocity = (velocity * 0.9f) + gradient;
            return value - (velocity * 0.1f);
        }
    }
}
