// B: batch, C: neurons, N: candidate new neurons, H, W: height and width.
using static Alma.Testing.DrawnTensors;
using static TorchSharp.torch;

namespace Alma.Kernels.Tests;

public sealed class KernelFunctionTests
{
    [Theory]
    [InlineData(16, 70, 5, 8, 1.0)]
    [InlineData(29, 70, 32, 16, 0.5)]
    [InlineData(16, 16, 3, 1, 0.25)]
    public void SplitActivation_GivesWhatLibTorchGives(int width, int newCount, int batch, int side, double alpha)
    {
        foreach (var hasNewInputs in (bool[])[true, false])
        {
            using var scope = NewDisposeScope();
            var known = ChannelsLast.Of(Drawn(1, batch, (2 * width) + newCount, side, side)).requires_grad_();
            var fresh = hasNewInputs ? ChannelsLast.Of(Drawn(2, batch, width + newCount, side, side)).requires_grad_() : null;
            var gates = zeros(width + newCount).requires_grad_();
            var (scale, shift) = (Drawn(3, width).abs(), Drawn(4, width));
            var inputs = new[] { known, fresh, gates }.OfType<Tensor>().ToArray();

            var expected = ByLibTorch(known, fresh, gates, scale, shift, newCount, alpha);
            var expectedGradients = Gradients(expected, inputs);
            var activation = new SplitActivation(scale.data<float>().ToArray(), shift.data<float>().ToArray(), newCount, (float)alpha);
            var (neurons, born) = activation.Apply(known, fresh, gates);
            var gradients = Gradients([neurons, born], inputs);

            AssertClose(expected[0], neurons);
            AssertClose(expected[1], born);
            foreach (var (wanted, given) in expectedGradients.Zip(gradients)) AssertClose(wanted, given);
        }
    }

    [Theory]
    [InlineData(2, 16, 4, 6)]
    [InlineData(3, 70, 8, 2)]
    public void Pooling_GivesWhatLibTorchGives(int batch, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        var input = ChannelsLast.Of(Drawn(1, batch, channels, height, width).round()).requires_grad_(); // rounded: several are the largest
        var expected = nn.functional.max_pool2d(input, 2, 2);
        var expectedGradient = Gradients([expected], [input]).Single();
        var output = Pooling.Apply(input);
        Assert.True(expected.allclose(output, 0, 0));
        Assert.True(expectedGradient.allclose(Gradients([output], [input]).Single(), 0, 0));
    }

    [Fact]
    public void Backward_WhoseBodyFails_IsReportedByTheNextForwardPass()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(
            [null!, null!], GradientInFlight.Backward(2, [], Worker.Alone, () => throw new InvalidOperationException("no memory")));
        var input = ChannelsLast.Of(zeros(1, 16, 2, 2));
        Assert.Contains("no memory", Assert.Throws<InvalidOperationException>(() => Pooling.Apply(input)).Message);
        Assert.Equal([1, 16, 1, 1], Pooling.Apply(input).shape);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ParallelRanges_DoEachItemOnce(int threads)
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(threads);
            foreach (var items in (int[])[1, 2, 15, 16, 17, 1000])
            {
                var done = new int[items];
                var ranges = ParallelRanges.Count(items, 1 << 20);
                ParallelRanges.Run(ranges, range =>
                {
                    for (var item = ParallelRanges.Start(range, ranges, items);
                        item < ParallelRanges.Start(range + 1, ranges, items);
                        item++) Interlocked.Increment(ref done[item]);
                });
                Assert.All(done, count => Assert.Equal(1, count));
            }
            Assert.Throws<AggregateException>(() => ParallelRanges.Run(4, range => throw new InvalidOperationException($"{range}")));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Theory]
    [InlineData(16, "0")]
    [InlineData(17, "0 1")]
    [InlineData(33, "0 16 17")]
    [InlineData(48, "0 16 32")]
    public void ChannelBlocks_CoverAllChannelsWithWholeVectors(int channels, string starts)
    {
        var found = new List<int>();
        for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels)) found.Add(c);
        Assert.Equal(starts, string.Join(' ', found));
    }

    private static Tensor[] ByLibTorch(Tensor known, Tensor? fresh, Tensor gates, Tensor scale, Tensor shift, int newCount, double alpha)
    {
        var width = scale.shape[0];
        var products = known.narrow(1, width, width + newCount);
        var changes = (products.detach() * gates.view(1, -1, 1, 1)) + (products * alpha);
        var (own, split, born) = (known.narrow(1, 0, width), changes.narrow(1, 0, width), changes.narrow(1, width, newCount));
        if (fresh is not null) (own, born) = (own + fresh.narrow(1, 0, width), born + fresh.narrow(1, width, newCount));
        return [(Activated(own + split) + Activated(own - split)) / 2, born.relu()];

        Tensor Activated(Tensor value) => ((value * scale.view(1, -1, 1, 1)) + shift.view(1, -1, 1, 1)).relu();
    }

    private static Tensor[] Gradients(Tensor[] outputs, Tensor[] inputs)
    {
        foreach (var input in inputs) input.grad = null;
        outputs.Select((output, k) => (output * Drawn(10 + k, output.shape)).sum()).Aggregate((sum, term) => sum + term).backward();
        return Array.ConvertAll(inputs, input => input.grad!.clone());
    }

    private static void AssertClose(Tensor expected, Tensor given)
    {
        Assert.Equal(expected.shape, given.shape);
        var difference = (expected - given).abs().max().item<float>() / Math.Max(expected.abs().max().item<float>(), 1e-3);
        Assert.True(difference <= 1e-5, $"[{string.Join(", ", expected.shape)}] differs by {difference}");
    }
}
