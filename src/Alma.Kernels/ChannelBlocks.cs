namespace Alma.Kernels;

/// <summary>
/// How a pixel's channels are cut into vectors: in whole ones, the last of which begins early enough to be whole. Channels that
/// two vectors share are computed twice, to the same result.
/// </summary>
internal static class ChannelBlocks
{
    /// <summary>Channels of one vector.</summary>
    public const int Width = 16;

    private const int FloatsInCache = 4096;

    /// <summary>Whether there are channels enough for a vector.</summary>
    public static bool Suit(long channels) => channels >= Width;

    /// <summary>The first channel of the vector after that at <paramref name="channel"/>; the number of channels after the last.</summary>
    public static int After(int channel, int channels) =>
        channel == channels - Width ? channels : Math.Min(channel + Width, channels - Width);

    /// <summary>Pixels that stay in the first cache while each of their vectors is passed over.</summary>
    public static int PixelsAtOnce(int channels) => Math.Max(16, FloatsInCache / channels);
}

/// <summary>
/// A sum per channel that a pass gathers: float32 over the few pixels of a block, float64 over these, range by range in their
/// order.
/// </summary>
internal sealed class ChannelSums(int channels, int ranges)
{
    private readonly double[] sums = new double[ranges * channels];

    /// <summary>Adds what a block came to, (C); a range is added to by one thread at a time.</summary>
    public void Add(int range, float[] ofBlock)
    {
        var own = sums.AsSpan(range * channels, channels);
        for (var c = 0; c < channels; c++) own[c] += ofBlock[c];
    }

    /// <summary>(C).</summary>
    public double[] Total()
    {
        var total = sums[..channels];
        for (var at = channels; at < sums.Length; at++) total[at % channels] += sums[at];
        return total;
    }
}
