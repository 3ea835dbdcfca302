using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Watching;

/// <summary>A bar of a fixed length, filled as far as something is done.</summary>
internal sealed class ProgressBar(double fraction, Style style) : Renderable
{
    public const int Length = 12;

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(Length, Length);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var filled = (int)(Length * fraction);
        yield return new Segment(new string(options.Unicode ? '█' : '#', filled), style);
        yield return new Segment(new string(options.Unicode ? '░' : '.', Length - filled), style);
    }
}
