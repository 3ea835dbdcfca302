using ScottPlot;

namespace Alma.Reports.Plots;

/// <summary>
/// Colours, dashes and markers: those of HTML reports. Who cannot tell the colours apart can tell the dashes and markers.
/// </summary>
internal sealed record PlotTheme(string Back, string Text, string Muted, string Line, string[] Series)
{
    /// <summary>How far ScottPlot puts text too high beside what it is to be level with.</summary>
    public const float TextOffset = 2;

    private static readonly float[][] dashes = [[], [9, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 4], [3, 6], [8, 3, 3, 3]];

    private static readonly MarkerShape[] markers =
    [
        MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond,
        MarkerShape.FilledTriangleDown, MarkerShape.Eks, MarkerShape.Cross, MarkerShape.Asterisk,
    ];

    public static PlotTheme Light { get; } = new(
        "#ffffff", "#1b1f24", "#5b6570", "#e1e5ea",
        ["#0072b2", "#d55e00", "#009e73", "#b8538f", "#a67c00", "#3b9bd1", "#6d4fa8", "#4d4d4d"]);

    public static PlotTheme Dark { get; } = new(
        "#14171b", "#e8eaed", "#a3acb6", "#323941",
        ["#56b4e9", "#f0883e", "#2fc79a", "#e896c3", "#e9c93f", "#9ad1f5", "#b79df0", "#c4c8cc"]);

    public Color Colour(int place) => Color.FromHex(Series[place % Series.Length]);

    // From the ninth group on colours come again, with other dashes and markers.
    public static LinePattern Dash(int place) => new(dashes[(place + (place / dashes.Length)) % dashes.Length], 0, $"{place}");

    public static MarkerShape Marker(int place) => markers[(place + (place / markers.Length)) % markers.Length];

    public void ApplyTo(Plot plot)
    {
        plot.FigureBackground.Color = Color.FromHex(Back);
        plot.DataBackground.Color = Color.FromHex(Back);
        plot.Axes.Color(Color.FromHex(Text));
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Color.FromHex(Line);
    }
}
