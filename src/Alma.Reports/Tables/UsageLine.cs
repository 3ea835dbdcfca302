using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>One line of an expert tree: its branch, a label and a bar as long as the usage.</summary>
/// <param name="Path">For each level, whether it is the last branch there.</param>
/// <param name="Label">What it says.</param>
/// <param name="Usage">The part of the test set; null where there is no bar.</param>
internal sealed record UsageLine(IReadOnlyList<bool> Path, string Label, double? Usage)
{
    /// <summary>How far each level is indented.</summary>
    public const int BranchWidth = 4;

    private const int BarLength = 20;
    private static readonly Style barStyle = new(Color.Blue);

    public IEnumerable<IEnumerable<Segment>> Lines(bool isUnicode, int width)
    {
        var text = Branch(isUnicode) + Label;
        var filled = (int)Math.Round(BarLength * Math.Clamp(Usage is { } usage && !double.IsNaN(usage) ? usage : 0, 0, 1));
        if (Usage is null || Cells.Width(text) + 2 >= width) return LineWrap.Of(text, width).Select(line => (Segment[])[new Segment(line)]);
        var bar = new string(isUnicode ? '█' : '#', Math.Min(filled, width - Cells.Width(text) - 2));
        return [[new Segment($"{text}  "), new Segment(bar, barStyle)]];
    }

    private string Branch(bool isUnicode)
    {
        if (Path.Count == 0) return "";
        var (through, fork, end) = isUnicode ? ("│   ", "├── ", "└── ") : ("|   ", "|-- ", "`-- ");
        return string.Concat(Path.SkipLast(1).Select(isLast => isLast ? "    " : through)) + (Path[^1] ? end : fork);
    }
}

/// <summary>Expert trees below each other; without Unicode in ASCII, and on a narrow terminal without their bars.</summary>
internal sealed class UsageLines(IReadOnlyList<UsageLine> lines) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        lines.SelectMany(line => line.Lines(options.Unicode, maxWidth)).SelectMany(line => line.Append(Segment.LineBreak));
}
