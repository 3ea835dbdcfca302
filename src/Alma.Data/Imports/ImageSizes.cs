using System.Globalization;

namespace Alma.Data.Imports;

/// <summary>Counts the sizes of images, which must all be alike, and says which there are where they are not.</summary>
internal sealed class ImageSizes
{
    private const int MostTold = 8;

    private readonly Dictionary<(int Height, int Width), (long Count, ImportedPlace First)> counts = [];

    public void Add(int height, int width, ImportedPlace place)
    {
        var (count, first) = counts.GetValueOrDefault((height, width), (0, place));
        counts[(height, width)] = (count + 1, first);
    }

    /// <param name="among">Which images were counted.</param>
    /// <exception cref="DatasetException">There are several sizes.</exception>
    public void RefuseSeveral(string among)
    {
        if (counts.Count < 2) return;
        var told = counts.OrderByDescending(size => size.Value.Count).Take(MostTold).Select(size => string.Create(
            CultureInfo.InvariantCulture, $"{size.Value.Count:N0} of {size.Key.Height} x {size.Key.Width} ({size.Value.First})"));
        var more = counts.Count > MostTold ? $" and {counts.Count - MostTold} more sizes" : "";
        throw new DatasetException(
            $"{among}: found images of {counts.Count} sizes: {string.Join(", ", told)}{more} (height x width, the first of each); all must "
            + "be alike.")
        {
            Need = new DatasetNeed.ImageSize(counts.Keys.Min(size => Math.Min(size.Height, size.Width))),
        };
    }
}
