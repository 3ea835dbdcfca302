// N: pixels of all images, C: channels.
using System.Runtime.Intrinsics;

namespace Alma.Kernels;

/// <summary>max(scale x + shift, floor) in one pass.</summary>
internal sealed unsafe class ActivationPass(ChannelAffine affine, float* input, float* output)
{
    private readonly int channels = affine.Channels;

    /// <param name="input">(N, C).</param>
    /// <param name="output">(N, C). Not the input.</param>
    public static void Run(ChannelAffine affine, float* input, float* output, int pixels)
    {
        var pass = new ActivationPass(affine, input, output);
        var ranges = ParallelRanges.Count(pixels, affine.Channels);
        ParallelRanges.Run(
            ranges, range => pass.OfRange(ParallelRanges.Start(range, ranges, pixels), ParallelRanges.Start(range + 1, ranges, pixels)));
    }

    private void OfRange(int start, int end)
    {
        var atOnce = ChannelBlocks.PixelsAtOnce(channels);
        for (var first = start; first < end; first += atOnce)
            for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                OfBlock(((long)first * channels) + c, Math.Min(atOnce, end - first), c);
    }

    private void OfBlock(long at, int count, int channel)
    {
        var (scale, shift, floor) = (affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor));
        float* from = input + at, to = output + at;
        var step = channels;
        for (var i = 0; i < count; i++, from += step, to += step)
        {
            var value = Vector512.FusedMultiplyAdd(Vector512.Load(from), scale, shift);
            // Not the larger of the two: what is not a number has to stay so.
            Vector512.ConditionalSelect(Vector512.LessThan(value, floor), floor, value).Store(to);
        }
    }
}

/// <summary>The gradient of <see cref="ActivationPass"/> after batch norm: one pass for the sums it depends on, one for itself.</summary>
/// <param name="input">(N, C).</param>
/// <param name="gradient">Of the output, (N, C).</param>
internal sealed unsafe class ActivationGradientPass(ChannelAffine affine, float* input, float* gradient, int pixels)
{
    private readonly int channels = affine.Channels;
    private readonly int ranges = ParallelRanges.Count(pixels, affine.Channels);

    /// <summary>
    /// Per channel the sum of the gradient where the activation passes it on, and of that times the input's distance from the mean.
    /// </summary>
    public (double[] Gradients, double[] Products) Sums(float[] mean)
    {
        var (sum, productSum) = (new ChannelSums(channels, ranges), new ChannelSums(channels, ranges));
        ParallelRanges.Run(ranges, range =>
        {
            var (gradients, products) = (new float[channels], new float[channels]);
            ForEachBlock(range, (at, count, c) => SumBlock(at, count, c, mean, gradients, products), () =>
            {
                sum.Add(range, gradients);
                productSum.Add(range, products);
            });
        });
        return (sum.Total(), productSum.Total());
    }

    /// <param name="output">The gradient of the input, (N, C).</param>
    public void Write(InputGradient coefficients, float* output) =>
        ParallelRanges.Run(
            ranges, range => ForEachBlock(range, (at, count, c) => WriteBlock(at, count, c, coefficients, output), () => { }));

    private void ForEachBlock(int range, Action<long, int, int> work, Action afterVectors)
    {
        var atOnce = ChannelBlocks.PixelsAtOnce(channels);
        var end = ParallelRanges.Start(range + 1, ranges, pixels);
        for (var first = ParallelRanges.Start(range, ranges, pixels); first < end; first += atOnce)
        {
            for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                work(((long)first * channels) + c, Math.Min(atOnce, end - first), c);
            afterVectors();
        }
    }

    private void SumBlock(long at, int count, int channel, float[] mean, float[] gradients, float[] products)
    {
        var (scale, shift, floor, center) = (
            affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor), Vector512.LoadUnsafe(ref mean[channel]));
        float* from = input + at, back = gradient + at;
        var step = channels;
        var (sum, product) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i < count; i++, from += step, back += step)
        {
            var value = Vector512.Load(from);
            var activated = Vector512.FusedMultiplyAdd(value, scale, shift);
            var passed = Vector512.ConditionalSelect(Vector512.GreaterThan(activated, floor), Vector512.Load(back), Vector512<float>.Zero);
            sum += passed;
            product = Vector512.FusedMultiplyAdd(passed, value - center, product);
        }
        sum.StoreUnsafe(ref gradients[channel]);
        product.StoreUnsafe(ref products[channel]);
    }

    private void WriteBlock(long at, int count, int channel, InputGradient coefficients, float* output)
    {
        var (scale, shift, floor) = (affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor));
        var (outputs, inputs, constant) = coefficients.At(channel);
        float* from = input + at, back = gradient + at, to = output + at;
        var step = channels;
        for (var i = 0; i < count; i++, from += step, back += step, to += step)
        {
            var value = Vector512.Load(from);
            var activated = Vector512.FusedMultiplyAdd(value, scale, shift);
            var passed = Vector512.ConditionalSelect(Vector512.GreaterThan(activated, floor), Vector512.Load(back), Vector512<float>.Zero);
            InputGradient.At(passed, value, outputs, inputs, constant).Store(to);
        }
    }
}

/// <summary>
/// What is left of batch norm once mean and variance are known, with the activation after it: max(scale x + shift, floor).
/// </summary>
/// <param name="Scale">Of each channel.</param>
/// <param name="Shift">Of each channel.</param>
/// <param name="Floor">0 for a ReLU, negative infinity for none.</param>
internal sealed record ChannelAffine(float[] Scale, float[] Shift, float Floor)
{
    public int Channels => Scale.Length;

    public Vector512<float> ScaleAt(int channel) => Vector512.LoadUnsafe(ref Scale[channel]);

    public Vector512<float> ShiftAt(int channel) => Vector512.LoadUnsafe(ref Shift[channel]);
}
