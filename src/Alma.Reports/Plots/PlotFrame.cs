namespace Alma.Reports.Plots;

/// <summary>What is around a figure.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="IsDark">Light on dark.</param>
public sealed record PlotFrame(int Width, int Height, string? Title = null, bool IsDark = false)
{
    /// <summary>The fewest pixels of a side.</summary>
    public const int Least = 200;

    /// <summary>The most pixels of a side: a picture in memory is four bytes for each.</summary>
    public const int Most = 8000;

    private const double UsualWidth = 800;
    private const double UsualHeight = 450;

    /// <summary>Text and lines grow with the figure.</summary>
    public double Scale => Math.Min(Width / UsualWidth, Height / UsualHeight);

    public static bool IsPossible(int pixels) => pixels is >= Least and <= Most;
}
