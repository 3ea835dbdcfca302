// B: batch, C: channels, H, W: height and width.
using Alma.Kernels;
using Alma.Learning.Compute;
using Alma.Learning.Layers;
using TorchSharp;
using static Alma.Testing.DrawnTensors;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class FusedBatchNormTests
{
    // Channels that fill vectors, that share some, and too few for one; batches of a remainder; sides that pooling leaves something of.
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 8, 16, 32, 32 }, { 5, 16, 4, 6 }, { 3, 20, 8, 8 }, { 128, 16, 2, 2 }, { 7, 33, 6, 2 }, { 2, 160, 4, 4 }, { 4, 4, 8, 8 },
        { 3, 16, 7, 5 }, { 9, 24, 2, 3 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Training_GivesWhatTheModulesOneByOneGive(int batch, int channels, int height, int width)
    {
        foreach (var after in Enum.GetValues<AfterNorm>())
            foreach (var affine in (bool[])[true, false])
            {
                using var scope = NewDisposeScope();
                var (fused, plain) = Pair(channels, after, affine);
                for (var step = 0; step < 2; step++)
                    AssertSame(fused, plain, Drawn(step, batch, channels, height, width), $"{after} affine {affine}");
                foreach (var ((name, state), (_, expected)) in fused.named_buffers().Zip(plain.named_buffers()))
                    Assert.True(state.to(ScalarType.Float64).allclose(expected.to(ScalarType.Float64), 1e-5, 1e-6), name);
            }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Evaluation_UsesTheRunningStatistics(int batch, int channels, int height, int width)
    {
        foreach (var after in Enum.GetValues<AfterNorm>())
        {
            using var scope = NewDisposeScope();
            var (fused, plain) = Pair(channels, after, affine: true);
            AssertSame(fused, plain, Drawn(1, batch, channels, height, width), "training");
            fused.eval();
            plain.eval();
            AssertSame(fused, plain, Drawn(2, batch, channels, height, width), "evaluation with gradients");
            using var noGradient = no_grad();
            var input = Drawn(3, batch, channels, height, width);
            AssertClose(plain.call(input), fused.call(input), $"{after}");
        }
    }

    [Fact]
    public void Training_OfValuesFarFromZero_KeepsTheirVariance()
    {
        using var scope = NewDisposeScope();
        var (fused, plain) = Pair(16, AfterNorm.Nothing, affine: false);
        var input = (Drawn(1, 16, 16, 8, 8) * 0.01f) + 100;
        AssertClose(
            plain.to(ScalarType.Float64).call(input.to(ScalarType.Float64)).to(ScalarType.Float32),
            fused.call(input),
            "a mean of 10000 deviations",
            2e-2);
    }

    [Fact]
    public void Training_OfAValueThatIsNotANumber_ShowsIt()
    {
        using var scope = NewDisposeScope();
        var (fused, _) = Pair(16, AfterNorm.ReluAndPooling, affine: true);
        var input = Drawn(1, 2, 16, 4, 4);
        input.select(1, 3).fill_(float.NaN);
        var output = fused.call(input);
        Assert.True(output.select(1, 3).isnan().all().item<bool>());
        Assert.False(output.select(1, 4).isnan().any().item<bool>());
        fused.eval();
        using var noGradient = no_grad();
        Assert.True(fused.call(input).select(1, 3).isnan().all().item<bool>());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    public void Training_WithAnyNumberOfThreads_GivesTheSameBits(int channels)
    {
        using var scope = NewDisposeScope();
        var threads = get_num_threads();
        try
        {
            var results = new[] { 1, 2, 2, 3 }.Select(count =>
            {
                set_num_threads(count);
                var (fused, _) = Pair(channels, AfterNorm.ReluAndPooling, affine: true);
                var (output, gradient) = Run(fused, Drawn(4, 32, channels, 16, 16));
                return new[] { output, gradient }.Concat(fused.parameters().Select(parameter => parameter.grad!)).Concat(fused.buffers())
                    .SelectMany(tensor => tensor.contiguous().bytes.ToArray()).ToArray();
            }).ToArray();
            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Training_LeavesNoTensorBehind()
    {
        using var outer = NewDisposeScope();
        var (fused, _) = Pair(16, AfterNorm.ReluAndPooling, affine: true);
        long live = 0;
        for (var step = 0; step < 3; step++)
        {
            using (var scope = NewDisposeScope()) Run(fused, Drawn(step, 4, 16, 8, 8));
            if (step == 0) live = Live();
            else Assert.Equal(live, Live());
        }

        static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
    }

    [Fact]
    public void Training_OnLayoutsOfItsOwn_KeepsThem()
    {
        using var scope = NewDisposeScope();
        var (fused, plain) = Pair(16, AfterNorm.Relu, affine: true);
        var input = ChannelsLast.Of(Drawn(1, 4, 16, 6, 6));
        Assert.True(fused.call(input).permute(0, 2, 3, 1).is_contiguous());
        AssertSame(fused, plain, input, "channels last");
    }

    private static (FusedBatchNorm Fused, nn.Module<Tensor, Tensor> Plain) Pair(int channels, AfterNorm after, bool affine)
    {
        var fused = new FusedBatchNorm(channels, after, affine);
        var norm = nn.BatchNorm2d(channels, affine: affine);
        using var noGradient = no_grad();
        foreach (var (own, others) in fused.parameters().Zip(norm.parameters()))
        {
            own.copy_(Drawn((int)own.sum().item<float>(), channels));
            others.copy_(own);
        }
        return (fused, after switch
        {
            AfterNorm.Nothing => nn.Sequential(norm),
            AfterNorm.Relu => nn.Sequential(norm, nn.ReLU()),
            _ => nn.Sequential(norm, nn.ReLU(), nn.MaxPool2d(2, 2)),
        });
    }

    private static void AssertSame(FusedBatchNorm fused, nn.Module<Tensor, Tensor> plain, Tensor input, string what)
    {

        var (expected, expectedGradient) = Run(plain, input);
        var (output, gradient) = Run(fused, input);
        AssertClose(expected, output, $"{what}: output");
        AssertClose(expectedGradient, gradient, $"{what}: gradient of the input");
        foreach (var (own, others) in fused.parameters().Zip(plain.parameters()))
            AssertClose(others.grad!, own.grad!, $"{what}: gradient of a parameter");
    }

    private static (Tensor Output, Tensor InputGradient) Run(nn.Module<Tensor, Tensor> module, Tensor input)
    {
        foreach (var parameter in module.parameters()) parameter.grad = null;
        var leaf = input.detach().clone().requires_grad_();
        var output = module.call(leaf);
        output.backward([Drawn(9, output.shape)]);
        return (output, leaf.grad!);
    }

    private static void AssertClose(Tensor expected, Tensor given, string what, double tolerance = 1e-4)
    {
        Assert.Equal(expected.shape, given.shape);
        var difference = (expected - given).abs().max().item<float>() / Math.Max(expected.abs().max().item<float>(), 1e-3);
        Assert.True(difference <= tolerance, $"{what} of [{string.Join(", ", expected.shape)}] differs by {difference}");
    }
}
