using System.Runtime.InteropServices;
using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Keeping.Drift;

/// <summary>
/// The numbers of an example whose distribution is watched: of a table its columns, of an image its brightness and contrast. Dates are left
/// out, since these always go on.
/// </summary>
internal sealed class FeatureReading
{
    private readonly bool isOfImages;
    private readonly int[] places;

    public FeatureReading(StoreManifest manifest)
    {
        isOfImages = manifest.Kind == StoreKind.Image;
        List<(string Name, bool IsCategory, int Place)> found = [];
        var place = 0;
        foreach (var column in manifest.Columns)
        {
            if (column.Kind != ColumnKind.Date) found.Add((column.Name, column.Kind == ColumnKind.Category, place));
            place += column.Kind == ColumnKind.Date ? 2 : 1; // days, and seconds of the day
        }

        places = [.. found.Select(column => column.Place)];
        Names = isOfImages ? ["brightness", "contrast"] : [.. found.Select(column => column.Name)];
        AreCategories = isOfImages ? [false, false] : [.. found.Select(column => column.IsCategory)];
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<bool> AreCategories { get; }

    /// <summary>Reads those of an example, NaN where one is missing.</summary>
    /// <param name="example">As it is in the store.</param>
    public void Read(ReadOnlySpan<byte> example, Span<double> values)
    {
        if (isOfImages)
        {
            (values[0], values[1]) = Light(example);
            return;
        }

        var cells = MemoryMarshal.Cast<byte, float>(example);
        for (var k = 0; k < places.Length; k++) values[k] = cells[places[k]];
    }

    private static (double Mean, double Deviation) Light(ReadOnlySpan<byte> pixels)
    {
        var (sum, squares) = (0L, 0L);
        foreach (var pixel in pixels)
        {
            sum += pixel;
            squares += pixel * pixel;
        }

        var mean = (double)sum / pixels.Length;
        return (mean, Math.Sqrt(Math.Max(0, ((double)squares / pixels.Length) - (mean * mean))));
    }
}
