// N: pixels of all images, C: channels.
using System.Runtime.Intrinsics;

namespace Alma.Learning.Kernels;

/// <summary>Mean and squared deviations of each channel, of N pixels of C channels.</summary>
/// <remarks>
/// Mean and squared deviations of a few pixels in float32, then joined in float64 (Chan, Golub and LeVeque 1983): what is
/// summed stays small, so that a mean far from zero costs no accuracy.
/// </remarks>
internal sealed unsafe class ChannelMoments
{
    private readonly int channels;
    private readonly int pixels;
    private readonly int ranges;
    private readonly double[] means; // (ranges, C)
    private readonly double[] deviations; // (ranges, C): sums of squares

    private ChannelMoments(int pixels, int channels)
    {
        (this.pixels, this.channels) = (pixels, channels);
        ranges = ParallelRanges.Count(pixels, channels);
        (means, deviations) = (new double[ranges * channels], new double[ranges * channels]);
    }

    /// <param name="values">(N, C).</param>
    public static ChannelStatistics Of(float* values, int pixels, int channels)
    {
        var moments = new ChannelMoments(pixels, channels);
        ParallelRanges.Run(moments.ranges, range => moments.OfRange(values, range));
        return moments.Joined();
    }

    private void OfRange(float* values, int range)
    {
        var (start, end) = (ParallelRanges.Start(range, ranges, pixels), ParallelRanges.Start(range + 1, ranges, pixels));
        var (mean, squares) = (new float[channels], new float[channels]);
        var atOnce = ChannelBlocks.PixelsAtOnce(channels);
        for (var first = start; first < end; first += atOnce)
        {
            var count = Math.Min(atOnce, end - first);
            for (var c = 0; c < channels; c = ChannelBlocks.After(c, channels))
                OfBlock(values + ((long)first * channels) + c, count, ref mean[c], ref squares[c]);
            for (var c = 0; c < channels; c++)
                ChannelStatistics.Join(ref means[(range * channels) + c], ref deviations[(range * channels) + c], first - start, mean[c], squares[c], count);
        }
    }

    private void OfBlock(float* values, int count, ref float mean, ref float squares)
    {
        var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i + 1 < count; i += 2)
        {
            even += Vector512.Load(values + ((long)i * channels));
            odd += Vector512.Load(values + ((long)(i + 1) * channels));
        }
        if (count % 2 == 1) even += Vector512.Load(values + ((long)(count - 1) * channels));
        var center = (even + odd) / count;
        (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var i = 0; i + 1 < count; i += 2)
        {
            var (first, second) = (Vector512.Load(values + ((long)i * channels)) - center, Vector512.Load(values + ((long)(i + 1) * channels)) - center);
            even = Vector512.FusedMultiplyAdd(first, first, even);
            odd = Vector512.FusedMultiplyAdd(second, second, odd);
        }
        if (count % 2 == 1)
        {
            var last = Vector512.Load(values + ((long)(count - 1) * channels)) - center;
            even = Vector512.FusedMultiplyAdd(last, last, even);
        }
        center.StoreUnsafe(ref mean);
        (even + odd).StoreUnsafe(ref squares);
    }

    private ChannelStatistics Joined()
    {
        var (mean, squares) = (means[..channels], deviations[..channels]);
        for (var range = 1; range < ranges; range++)
        {
            var (start, end) = (ParallelRanges.Start(range, ranges, pixels), ParallelRanges.Start(range + 1, ranges, pixels));
            for (var c = 0; c < channels; c++)
                ChannelStatistics.Join(ref mean[c], ref squares[c], start, means[(range * channels) + c], deviations[(range * channels) + c], end - start);
        }
        return new ChannelStatistics(mean, squares, pixels);
    }
}
