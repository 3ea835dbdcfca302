namespace Alma.Data.Idx;

/// <summary>Turns square images that are stored column by column into rows, in place.</summary>
internal static class SquareTransposition
{
    /// <param name="pixels">(N, S, S).</param>
    /// <param name="side">S.</param>
    public static void Apply(byte[] pixels, int side)
    {
        for (var image = 0; image < pixels.Length; image += side * side)
            for (var row = 0; row < side; row++)
                for (var column = 0; column < row; column++)
                {
                    var (below, above) = (image + row * side + column, image + column * side + row);
                    (pixels[below], pixels[above]) = (pixels[above], pixels[below]);
                }
    }
}
