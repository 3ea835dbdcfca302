// C: channels.
namespace Alma.Learning.Kernels;

/// <summary>What values of several channels come to.</summary>
/// <param name="Mean">(C).</param>
/// <param name="SquaredDeviations">(C), their sums.</param>
/// <param name="Count">Values of each channel.</param>
internal sealed record ChannelStatistics(double[] Mean, double[] SquaredDeviations, long Count)
{
    /// <summary>(C), divided by the number of values.</summary>
    public double[] Variance() => Array.ConvertAll(SquaredDeviations, squares => squares / Count);

    /// <summary>Of the values of all parts (Chan, Golub and LeVeque 1983), in their order.</summary>
    public static ChannelStatistics Of(IReadOnlyList<ChannelStatistics> parts) => parts.Count == 1 ? parts[0] : parts.Skip(1).Aggregate(parts[0].Copy(), Join);

    /// <summary>Takes other values of a channel into its mean and squared deviations.</summary>
    public static void Join(ref double mean, ref double squares, long count, double otherMean, double otherSquares, long otherCount)
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
