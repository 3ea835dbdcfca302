using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>Expert trees below each other; without Unicode in ASCII, and on a narrow terminal without their bars.</summary>
internal sealed class UsageLines(IReadOnlyList<UsageLine> lines) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        lines.SelectMany(line => line.Lines(options.Unicode, maxWidth)).SelectMany(line => line.Append(Segment.LineBreak));
}
