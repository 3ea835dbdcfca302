namespace Alma.Data.Stores;

/// <summary>Mean and deviation of each channel, exactly, by counting how often each byte occurs.</summary>
internal static class PixelStatistics
{
    /// <param name="pixels">(N, C, H, W).</param>
    /// <param name="examples">Which of the N count.</param>
    /// <returns>Of values scaled to 0..1; a channel of one value has the deviation 1.</returns>
    public static Normalisation Of(byte[] pixels, ImageShape shape, long[] examples)
    {
        var plane = shape.Height * shape.Width;
        var counts = new long[shape.Channels][];
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            counts[channel] = new long[256];
            foreach (var example in examples)
                foreach (var value in pixels.AsSpan(checked((int)((example * shape.Size) + (channel * plane))), plane))
                    counts[channel][value]++;
        }

        var figures = counts.Select(MeanAndDeviation).ToArray();
        return new([.. figures.Select(figure => figure.Mean)], [.. figures.Select(figure => figure.Deviation)]);
    }

    private static (float Mean, float Deviation) MeanAndDeviation(long[] counts)
    {
        var count = counts.Sum();
        if (count == 0) return (0, 1);
        var mean = counts.Select((times, value) => times * (value / 255.0)).Sum() / count;
        var variance = counts.Select((times, value) => times * Math.Pow((value / 255.0) - mean, 2)).Sum() / count;
        return ((float)mean, variance > 0 ? (float)Math.Sqrt(variance) : 1);
    }
}
