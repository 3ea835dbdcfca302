using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Alma.Data;

/// <summary>
/// The built-in dataset: optical recognition of handwritten digits, test part, by E. Alpaydin and C. Kaynak (1998),
/// UCI Machine Learning Repository, doi:10.24432/C50P49, CC BY 4.0 (see digits.LICENSE.txt).
/// </summary>
internal static class DigitsDataset
{
    public const string FileName = "digits.csv";
    public const string Sha256 = "6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8";

    private const int HighestValue = 16;

    /// <summary>The first 1,500 rows train, the last 297 test; every class has 27 to 33 of these.</summary>
    public static ImageDataset Load()
    {
        var entry = DatasetCatalog.Digits;
        var csv = ReadContent();
        var rows = Encoding.ASCII.GetString(csv).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new(
            entry.Name,
            entry.ClassCount,
            Parse(rows.AsSpan(0, entry.TrainCount), entry),
            Parse(rows.AsSpan(entry.TrainCount), entry),
            entry.Normalisation,
            new Dictionary<string, string> { [FileName] = Convert.ToHexStringLower(SHA256.HashData(csv)) })
        {
            Licence = entry.Licence,
        };
    }

    public static byte[] ReadContent()
    {
        using var stored = typeof(DigitsDataset).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var content = new GZipStream(stored, CompressionMode.Decompress);
        using var csv = new MemoryStream();
        content.CopyTo(csv);
        return csv.ToArray();
    }

    private static ImageSet Parse(ReadOnlySpan<string> rows, DatasetEntry entry)
    {
        var pixelsPerImage = entry.Shape.Size;
        var pixels = new byte[rows.Length * pixelsPerImage];
        var labels = new byte[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var cells = rows[i].Split(',');
            for (var p = 0; p < pixelsPerImage; p++)
                pixels[i * pixelsPerImage + p] = Scale(int.Parse(cells[p], CultureInfo.InvariantCulture));
            labels[i] = byte.Parse(cells[pixelsPerImage], CultureInfo.InvariantCulture);
        }
        return new(pixels, labels, entry.Shape.Channels, entry.Shape.Height, entry.Shape.Width);
    }

    // 0..16 to 0..255, rounded, so that a pixel over 255 is in 0..1 as for every other dataset.
    private static byte Scale(int value) => (byte)((value * byte.MaxValue + HighestValue / 2) / HighestValue);
}
