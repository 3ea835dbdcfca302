using Alma.Data.Stores;
using Alma.Runs.Images;

namespace Alma.Cli.Display;

/// <summary>A picture of a data set: a row of images for each class, in the order of the classes.</summary>
internal static class ExampleSheet
{
    private const int Gap = 2;
    private const int LongestSide = 64;
    private const byte Background = 128;

    /// <returns>A PNG file.</returns>
    public static byte[] Of(StoreSummary summary)
    {
        var shape = summary.Store.Manifest.Shape!.Value;
        var scale = Math.Max(1, LongestSide / Math.Max(shape.Height, shape.Width));
        var channels = shape.Channels == 3 ? 3 : 1;
        var (across, down) = (summary.Shown.Max(row => row.Count), summary.Shown.Count);
        var (height, width) = ((down * ((scale * shape.Height) + Gap)) - Gap, (across * ((scale * shape.Width) + Gap)) - Gap);
        var pixels = new byte[channels * height * width]; // (C, H, W)
        pixels.AsSpan().Fill(Background);
        for (var row = 0; row < down; row++)
            for (var column = 0; column < summary.Shown[row].Count; column++)
            {
                var image = summary.Shown[row][column];
                var (top, left) = (row * ((scale * shape.Height) + Gap), column * ((scale * shape.Width) + Gap));
                for (var channel = 0; channel < channels; channel++)
                    for (var y = 0; y < scale * shape.Height; y++)
                        for (var x = 0; x < scale * shape.Width; x++)
                            pixels[(((channel * height) + top + y) * width) + left + x] =
                                image[(((channel * shape.Height) + (y / scale)) * shape.Width) + (x / scale)];
            }

        return PngImage.Encode(pixels, channels, height, width);
    }
}
