using ScottPlot;

namespace Alma.Reports.Plots;

/// <summary>The legend stands beside the figure, where it hides nothing; long names go over several lines.</summary>
internal static class PlotLegend
{
    private const int LineLength = 28;
    private const float UsualFont = 12;
    private const float LeastFont = 6;
    private const float UsualHeight = 380;

    public static void AddTo(Plot plot, IEnumerable<string> labels, PlotTheme theme)
    {
        var lines = labels.Sum(label => label.Count(letter => letter == '\n') + 1.6f);
        plot.Legend = Styled(new CentredLegend(plot), theme);
        plot.Legend.FontSize = Math.Clamp(UsualHeight / lines / 1.25f, LeastFont, UsualFont);
        plot.Legend.SymbolWidth = 34;
        plot.Legend.SymbolPadding = 8;
        plot.Legend.InterItemPadding = new PixelPadding(0, 0, 3, 5);
        plot.Legend.Padding = new PixelPadding(0, 0);
        plot.ShowLegend(Edge.Right).Padding = new PixelPadding(14, 14);
    }

    private static CentredLegend Styled(CentredLegend legend, PlotTheme theme)
    {
        legend.BackgroundColor = Color.FromHex(theme.Back);
        legend.FontColor = Color.FromHex(theme.Text);
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        return legend;
    }

    /// <summary>Breaks a label between words, and words that are too long anywhere.</summary>
    public static string Wrapped(string label)
    {
        var lines = new List<string> { "" };
        var words = string.Concat(label.Select(letter => char.IsControl(letter) ? ' ' : letter)).Split(' ');
        foreach (var word in words.SelectMany(word => word.Chunk(LineLength)).Select(letters => new string(letters)))
        {
            var line = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (line.Length <= LineLength || lines[^1].Length == 0) lines[^1] = line;
            else lines.Add(word);
        }

        return string.Join('\n', lines);
    }
}

/// <summary>
/// A legend whose names stand beside the middle of their symbols: ScottPlot centres the room of letters that go below the line too.
/// </summary>
internal sealed class CentredLegend(Plot plot) : Legend(plot)
{
    public override LegendItem[] GetItems()
    {
        var items = base.GetItems();
        foreach (var item in items) item.LabelStyle.OffsetY = PlotTheme.TextOffset;
        return items;
    }
}
