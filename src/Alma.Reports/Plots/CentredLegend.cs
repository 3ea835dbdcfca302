using ScottPlot;

namespace Alma.Reports.Plots;

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
