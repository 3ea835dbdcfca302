namespace Alma.Data.Stores;

/// <summary>Mean and deviation of each channel, exactly, by counting how often each byte occurs.</summary>
internal static class PixelStatistics
{
    /// <param name="images">As they are in the files of a store.</param>
    /// <param name="examples">Which of them count.</param>
    /// <returns>Of values scaled to 0..1; a channel of one value has the deviation 1.</returns>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public static Normalisation Of(StoredExamples images, ImageShape shape, long[] examples)
    {
        var plane = shape.Height * shape.Width;
        long[][] counts = [.. Enumerable.Range(0, shape.Channels).Select(_ => new long[256])];
        images.ForEach(examples, (_, pixels) =>
        {
            for (var channel = 0; channel < counts.Length; channel++)
                foreach (var value in pixels.Slice(channel * plane, plane)) counts[channel][value]++;
        });

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
