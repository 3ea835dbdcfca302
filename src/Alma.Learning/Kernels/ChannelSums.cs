namespace Alma.Learning.Kernels;

/// <summary>
/// Two sums per channel that a pass gathers: float32 over the few pixels of a block, float64 over these, range by range in
/// their order.
/// </summary>
internal sealed class ChannelSums(int channels, int ranges)
{
    private readonly double[] gradients = new double[ranges * channels];
    private readonly double[] products = new double[ranges * channels];

    /// <summary>Adds what a block came to, (C) each; a range is added to by one thread at a time.</summary>
    public void Add(int range, float[] gradientSums, float[] productSums)
    {
        var own = gradients.AsSpan(range * channels, channels);
        var ownProducts = products.AsSpan(range * channels, channels);
        for (var c = 0; c < channels; c++)
        {
            own[c] += gradientSums[c];
            ownProducts[c] += productSums[c];
        }
    }

    /// <summary>(C) each.</summary>
    public (double[] Gradients, double[] Products) Total() => (Total(gradients), Total(products));

    private double[] Total(double[] sums)
    {
        var total = sums[..channels];
        for (var at = channels; at < sums.Length; at++) total[at % channels] += sums[at];
        return total;
    }
}
