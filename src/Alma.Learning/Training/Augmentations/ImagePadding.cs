namespace Alma.Learning.Training.Augmentations;

/// <summary>
/// Pixels added on each side: written as one number, as [left and right, top and bottom], or as [left, top, right, bottom].
/// </summary>
public readonly record struct ImagePadding(int Left, int Top, int Right, int Bottom)
{
    public static implicit operator ImagePadding(int all) => Of(all, all, all, all);

    public static implicit operator ImagePadding(int[] sides) => sides switch
    {
        [var horizontal, var vertical] => Of(horizontal, vertical, horizontal, vertical),
        [var left, var top, var right, var bottom] => Of(left, top, right, bottom),
        _ => throw new ArgumentException($"found {sides.Length} numbers, valid is one number or a list of 2 or 4."),
    };

    /// <summary>An image needs no more around it, and sums of more would not be numbers of pixels any longer.</summary>
    internal const int Widest = 1 << 14;

    /// <summary>More, where an image would still be too small: what it lacks, on both sides, as kornia adds it.</summary>
    internal ImagePadding AtLeast(int height, int width, int wantedHeight, int wantedWidth)
    {
        var missingRows = Math.Max(0, wantedHeight - (height + Top + Bottom));
        var missingColumns = Math.Max(0, wantedWidth - (width + Left + Right));
        return new(Left + missingColumns, Top + missingRows, Right + missingColumns, Bottom + missingRows);
    }

    private static ImagePadding Of(int left, int top, int right, int bottom) =>
        int.Min(int.Min(left, top), int.Min(right, bottom)) >= 0 && int.Max(int.Max(left, top), int.Max(right, bottom)) <= Widest
            ? new(left, top, right, bottom)
            : throw new ArgumentException($"found a padding of {string.Join(", ", left, top, right, bottom)}, valid is 0 to {Widest}.");
}
