using ScottPlot;
using SkiaSharp;

namespace Alma.Reports.Plots;

/// <summary>
/// A marker that is drawn without the dashes of its line, which ScottPlot leaves in the paint and an SVG canvas complains of.
/// </summary>
internal sealed class PlainMarker(MarkerShape shape) : IMarker
{
    public void Render(SKCanvas canvas, Paint paint, Pixel center, float size, MarkerStyle markerStyle)
    {
        paint.SKPathEffect = null!;
        shape.GetMarker().Render(canvas, paint, center, size, markerStyle);
    }
}
