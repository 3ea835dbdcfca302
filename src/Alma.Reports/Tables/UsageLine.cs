using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>One line of an expert tree: a label and a bar as long as the usage.</summary>
internal sealed class UsageLine(string label, double usage) : Renderable
{
    private const int BarLength = 20;
    private static readonly Style BarStyle = new(Color.Blue);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var length = (int)Math.Round(BarLength * Math.Clamp(double.IsNaN(usage) ? 0 : usage, 0, 1));
        yield return new Segment(label);
        yield return new Segment(new string(options.Unicode ? '█' : '#', length), BarStyle);
        yield return Segment.LineBreak;
    }
}
