namespace Alma.Learning.Kernels;

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
