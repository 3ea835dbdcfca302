// B: batch, C: channels, H, W: height and width, N: pixels of all images.
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>What values of several channels come to.</summary>
/// <param name="Mean">(C).</param>
/// <param name="SquaredDeviations">(C), their sums.</param>
/// <param name="Count">Values of each channel.</param>
public sealed record ChannelStatistics(double[] Mean, double[] SquaredDeviations, long Count)
{
    /// <summary>Of images.</summary>
    /// <param name="images">(B, C, H, W), in <see cref="ChannelsLast"/>.</param>
    /// <exception cref="NotImplementedException">They are in another layout.</exception>
    public static unsafe ChannelStatistics Of(Tensor images)
    {
        var channels = (int)images.shape[1];
        return ChannelMoments.Of(ChannelsLast.Memory(images), (int)(images.numel() / channels), channels);
    }

    /// <summary>(C), divided by the number of values.</summary>
    public double[] Variance() => Array.ConvertAll(SquaredDeviations, squares => squares / Count);

    /// <summary>Of the values of all parts (Chan, Golub and LeVeque 1983), in their order.</summary>
    public static ChannelStatistics Of(IReadOnlyList<ChannelStatistics> parts) =>
        parts.Count == 1 ? parts[0] : parts.Skip(1).Aggregate(parts[0].Copy(), Join);

    /// <summary>Takes other values of a channel into its mean and squared deviations.</summary>
    internal static void Join(ref double mean, ref double squares, long count, double otherMean, double otherSquares, long otherCount)
    {
        var difference = otherMean - mean;
        var part = (double)otherCount / (count + otherCount);
        mean += difference * part;
        squares += otherSquares + (difference * difference * part * count);
    }

    private ChannelStatistics Copy() => this with { Mean = [.. Mean], SquaredDeviations = [.. SquaredDeviations] };

    private static ChannelStatistics Join(ChannelStatistics sum, ChannelStatistics other)
    {
        for (var c = 0; c < sum.Mean.Length; c++)
            Join(ref sum.Mean[c], ref sum.SquaredDeviations[c], sum.Count, other.Mean[c], other.SquaredDeviations[c], other.Count);
        return sum with { Count = sum.Count + other.Count };
    }
}

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
                ChannelStatistics.Join(
                    ref means[(range * channels) + c], ref deviations[(range * channels) + c], first - start, mean[c], squares[c], count);
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
            var (first, second) = (
                Vector512.Load(values + ((long)i * channels)) - center, Vector512.Load(values + ((long)(i + 1) * channels)) - center);
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
                ChannelStatistics.Join(
                    ref mean[c], ref squares[c], start, means[(range * channels) + c], deviations[(range * channels) + c], end - start);
        }
        return new ChannelStatistics(mean, squares, pixels);
    }
}
