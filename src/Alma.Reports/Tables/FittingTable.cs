using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>A table in its wide form where there is room for that, else in its narrow one.</summary>
internal sealed class FittingTable(IRenderable wide, IRenderable narrow) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => Fitting(options, maxWidth).Measure(options, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => Fitting(options, maxWidth).Render(options, maxWidth);

    private IRenderable Fitting(RenderOptions options, int maxWidth) => wide.Measure(options, int.MaxValue / 2).Max <= maxWidth ? wide : narrow;
}
