using System.Globalization;
using Alma.Runs.Images;
using Alma.Runs.Mistakes;

namespace Alma.Runs.TensorBoard;

/// <summary>The worst mistakes of a megabatch as one picture, row by row, and what there is to say of each.</summary>
internal static class ContactSheet
{
    private const int Columns = 8;
    private const int Gap = 2;
    private const int LongestSide = 64;
    private const byte Background = 128;

    /// <summary>The images in rows of eight, small ones enlarged; null where there are none.</summary>
    public static TensorBoardImage? Of(WorstImages worst)
    {
        if (worst.Images.Count == 0) return null;
        var channels = worst.Channels == 3 ? 3 : 1;
        var scale = Math.Max(1, LongestSide / Math.Max(worst.Height, worst.Width));
        var columns = Math.Min(Columns, worst.Images.Count);
        var rows = (worst.Images.Count + columns - 1) / columns;
        var (height, width) = ((rows * ((scale * worst.Height) + Gap)) - Gap, (columns * ((scale * worst.Width) + Gap)) - Gap);
        var pixels = new byte[channels * height * width]; // (C, H, W)
        pixels.AsSpan().Fill(Background);
        for (var k = 0; k < worst.Images.Count; k++)
        {
            var (top, left) = (k / columns * ((scale * worst.Height) + Gap), k % columns * ((scale * worst.Width) + Gap));
            for (var channel = 0; channel < channels; channel++)
                for (var y = 0; y < scale * worst.Height; y++)
                    for (var x = 0; x < scale * worst.Width; x++)
                        pixels[(((channel * height) + top + y) * width) + left + x] =
                            worst.Images[k].Pixels[(((channel * worst.Height) + (y / scale)) * worst.Width) + (x / scale)];
        }
        return new TensorBoardImage(height, width, channels, PngImage.Encode(pixels, channels, height, width));
    }

    /// <summary>A table in Markdown with a row per image, in the order of the picture.</summary>
    public static string Captions(WorstImages worst, ShownClasses classes) => string.Join('\n', worst.Images
        .Select((image, k) => string.Create(
            CultureInfo.InvariantCulture,
            $"| {k / Columns + 1}, {k % Columns + 1} | {classes.InTable(image.Label)} | {classes.InTable(image.Choice)} "
            + $"| {100 * image.Probability:F2} % | {image.Loss:F2} | {image.Index} |"))
        .Prepend("|--:|--:|--:|--:|--:|--:|")
        .Prepend("| row, column | class | taken for | probability of its class | loss | test image |"));
}
