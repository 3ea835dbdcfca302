namespace Alma.Data.Imports;

/// <summary>Crops images to their middle square and scales that: each new pixel is the mean of the area it covers.</summary>
internal static class ImageScaling
{
    /// <param name="pixels">(C, H, W).</param>
    /// <param name="side">S.</param>
    /// <returns>(C, S, S).</returns>
    public static byte[] Square(byte[] pixels, ImageShape shape, int side)
    {
        var square = Math.Min(shape.Height, shape.Width);
        var (top, left) = ((shape.Height - square) / 2, (shape.Width - square) / 2);
        var weights = Weights(square, side);
        var scaled = new byte[shape.Channels * side * side];
        for (var channel = 0; channel < shape.Channels; channel++)
            for (var y = 0; y < side; y++)
                for (var x = 0; x < side; x++)
                {
                    var sum = 0.0;
                    foreach (var (row, ofRow) in weights[y])
                        foreach (var (column, ofColumn) in weights[x])
                            sum += ofRow * ofColumn * pixels[(((channel * shape.Height) + top + row) * shape.Width) + left + column];
                    scaled[(((channel * side) + y) * side) + x] = (byte)Math.Round(sum);
                }

        return scaled;
    }

    // Of each new pixel the old ones it covers, and how much of it each is.
    private static (int Place, double Part)[][] Weights(int from, int to)
    {
        var span = (double)from / to;
        return
        [
            .. Enumerable.Range(0, to).Select(k =>
            {
                var (begin, end) = (k * span, (k + 1) * span);
                return Enumerable.Range((int)begin, Math.Min(from, (int)Math.Ceiling(end)) - (int)begin)
                    .Select(place => (place, (Math.Min(end, place + 1) - Math.Max(begin, place)) / span))
                    .Where(part => part.Item2 > 0)
                    .ToArray();
            }),
        ];
    }
}
