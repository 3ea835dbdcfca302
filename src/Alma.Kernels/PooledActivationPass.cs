// R: rows of all pooled images, Q: columns of a pooled image, C: channels.
using System.Runtime.Intrinsics;

namespace Alma.Kernels;

/// <summary>max(scale x + shift, floor) and the largest of each 2x2 pixels, in one pass.</summary>
internal sealed unsafe class PooledActivationPass(ChannelAffine affine, float* input, float* output, int columns)
{
    private readonly int channels = affine.Channels;

    /// <param name="input">(2R, 2Q, C).</param>
    /// <param name="output">(R, Q, C).</param>
    public static void Run(ChannelAffine affine, float* input, float* output, int rows, int columns)
    {
        var pass = new PooledActivationPass(affine, input, output, columns);
        var ranges = ParallelRanges.Count(rows, 4L * columns * affine.Channels);
        ParallelRanges.Run(
            ranges, range => pass.OfRange(ParallelRanges.Start(range, ranges, rows), ParallelRanges.Start(range + 1, ranges, rows)));
    }

    private void OfRange(int start, int end)
    {
        for (var row = start; row < end; row++)
            for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                OfBlock(row, c);
    }

    private void OfBlock(int row, int channel)
    {
        var (scale, shift, floor) = (affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor));
        float* upper = input + ((long)row * 4 * columns * channels) + channel, to = output + ((long)row * columns * channels) + channel;
        var lower = upper + (2L * columns * channels);
        for (var i = 0; i < columns; i++, upper += 2 * channels, lower += 2 * channels, to += channels)
        {
            var largest = Vector512.Max(
                Vector512.Max(At(upper, scale, shift), At(upper + channels, scale, shift)),
                Vector512.Max(At(lower, scale, shift), At(lower + channels, scale, shift)));
            Vector512.ConditionalSelect(Vector512.LessThan(largest, floor), floor, largest).Store(to);
        }

        static Vector512<float> At(float* pixel, Vector512<float> scale, Vector512<float> shift) =>
            Vector512.FusedMultiplyAdd(Vector512.Load(pixel), scale, shift);
    }
}

/// <summary>
/// The gradient of <see cref="PooledActivationPass"/> after batch norm. Of each 2x2 pixels the first of the largest gets it, as
/// in PyTorch, if the activation passes it on.
/// </summary>
/// <param name="input">(2R, 2Q, C).</param>
/// <param name="gradient">Of the output, (R, Q, C).</param>
internal sealed unsafe class PooledActivationGradientPass(ChannelAffine affine, float* input, float* gradient, int rows, int columns)
{
    private readonly int channels = affine.Channels;
    private readonly int ranges = ParallelRanges.Count(rows, 4L * columns * affine.Channels);

    /// <summary>Per channel the sum of the gradient that is passed on, and of that times the input's distance from the mean.</summary>
    public (double[] Gradients, double[] Products) Sums(float[] mean)
    {
        var (sum, productSum) = (new ChannelSums(channels, ranges), new ChannelSums(channels, ranges));
        var atOnce = Math.Max(1, ChannelBlocks.PixelsAtOnce(channels) / (4 * columns));
        ParallelRanges.Run(ranges, range =>
        {
            var (gradients, products) = (new float[channels], new float[channels]);
            var end = ParallelRanges.Start(range + 1, ranges, rows);
            for (var row = ParallelRanges.Start(range, ranges, rows); row < end; row += atOnce)
            {
                for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                    SumBlock(row, Math.Min(atOnce, end - row), c, mean, gradients, products);
                sum.Add(range, gradients);
                productSum.Add(range, products);
            }
        });
        return (sum.Total(), productSum.Total());
    }

    /// <param name="output">The gradient of the input, (2R, 2Q, C).</param>
    public void Write(InputGradient coefficients, float* output) => ParallelRanges.Run(ranges, range =>
    {
        for (var row = ParallelRanges.Start(range, ranges, rows); row < ParallelRanges.Start(range + 1, ranges, rows); row++)
            for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                WriteBlock(row, c, coefficients, output);
    });

    private void SumBlock(int row, int rowCount, int channel, float[] mean, float[] gradients, float[] products)
    {
        var (scale, shift, floor, center) = (
            affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor), Vector512.LoadUnsafe(ref mean[channel]));
        var (sum, product) = (Vector512<float>.Zero, Vector512<float>.Zero);
        float* upper = input + ((long)row * 4 * columns * channels) + channel, back = gradient + ((long)row * columns * channels) + channel;
        var down = 2 * columns * channels;
        for (var r = 0; r < rowCount; r++, upper += down)
            for (var i = 0; i < columns; i++, upper += 2 * channels, back += channels)
            {
                var (largest, activated) = (Vector512.Load(upper), Vector512.FusedMultiplyAdd(Vector512.Load(upper), scale, shift));
                Climb(ref largest, ref activated, Vector512.Load(upper + channels), scale, shift);
                Climb(ref largest, ref activated, Vector512.Load(upper + down), scale, shift);
                Climb(ref largest, ref activated, Vector512.Load(upper + down + channels), scale, shift);
                var passed = Vector512.ConditionalSelect(
                    Vector512.GreaterThan(activated, floor), Vector512.Load(back), Vector512<float>.Zero);
                sum += passed;
                product = Vector512.FusedMultiplyAdd(passed, largest - center, product);
            }
        sum.StoreUnsafe(ref gradients[channel]);
        product.StoreUnsafe(ref products[channel]);
    }

    // Goes over to another pixel where that is larger.
    private static void Climb(
        ref Vector512<float> largest, ref Vector512<float> activated, Vector512<float> value, Vector512<float> scale,
        Vector512<float> shift)
    {
        var candidate = Vector512.FusedMultiplyAdd(value, scale, shift);
        var isLarger = Vector512.GreaterThan(candidate, activated);
        largest = Vector512.ConditionalSelect(isLarger, value, largest);
        activated = Vector512.ConditionalSelect(isLarger, candidate, activated);
    }

    private void WriteBlock(int row, int channel, InputGradient coefficients, float* output)
    {
        var (scale, shift, floor, zero) = (
            affine.ScaleAt(channel), affine.ShiftAt(channel), Vector512.Create(affine.Floor), Vector512<float>.Zero);
        var (outputs, inputs, constant) = coefficients.At(channel);
        var (start, down) = (((long)row * 4 * columns * channels) + channel, 2 * columns * channels);
        float* upper = input + start, to = output + start, back = gradient + ((long)row * columns * channels) + channel;
        for (var i = 0; i < columns; i++, upper += 2 * channels, to += 2 * channels, back += channels)
        {
            var (a, b, c, d) = (Vector512.Load(upper), Vector512.Load(upper + channels), Vector512.Load(upper + down),
                Vector512.Load(upper + down + channels));
            var (left, right) = (Vector512.FusedMultiplyAdd(a, scale, shift), Vector512.FusedMultiplyAdd(b, scale, shift));
            var (leftBelow, rightBelow) = (Vector512.FusedMultiplyAdd(c, scale, shift), Vector512.FusedMultiplyAdd(d, scale, shift));
            var (isRight, isRightBelow) = (Vector512.GreaterThan(right, left), Vector512.GreaterThan(rightBelow, leftBelow));
            var (largestAbove, largestBelow) = (
                Vector512.ConditionalSelect(isRight, right, left), Vector512.ConditionalSelect(isRightBelow, rightBelow, leftBelow));
            var isBelow = Vector512.GreaterThan(largestBelow, largestAbove);
            var largest = Vector512.ConditionalSelect(isBelow, largestBelow, largestAbove);
            var passed = Vector512.ConditionalSelect(Vector512.GreaterThan(largest, floor), Vector512.Load(back), zero);
            var (above, below) = (Vector512.ConditionalSelect(isBelow, zero, passed), Vector512.ConditionalSelect(isBelow, passed, zero));
            InputGradient.At(Vector512.ConditionalSelect(isRight, zero, above), a, outputs, inputs, constant).Store(to);
            InputGradient.At(Vector512.ConditionalSelect(isRight, above, zero), b, outputs, inputs, constant).Store(to + channels);
            InputGradient.At(Vector512.ConditionalSelect(isRightBelow, zero, below), c, outputs, inputs, constant).Store(to + down);
            InputGradient.At(Vector512.ConditionalSelect(isRightBelow, below, zero), d, outputs, inputs, constant)
                .Store(to + down + channels);
        }
    }
}
