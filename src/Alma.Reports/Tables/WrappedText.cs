using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>
/// Text that is broken into lines of the terminal's width. Text of configs and data comes to the terminal in it or
/// in a <see cref="ConsoleTable"/>.
/// </summary>
public sealed class WrappedText(string text, Style? style = null) : Renderable
{
    /// <summary>A word that has a colour of its own, where it comes last in a line.</summary>
    public (string Word, Style Style)? Coloured { get; init; }

    protected override Measurement Measure(RenderOptions options, int maxWidth)
    {
        var width = LineWrap.Of(text, maxWidth).Max(Cells.Width);
        return new Measurement(width, width);
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        LineWrap.Of(text, maxWidth).SelectMany(line => Parts(line).Append(Segment.LineBreak));

    private IEnumerable<Segment> Parts(string line)
    {
        if (Coloured is not { } coloured || line.LastIndexOf(coloured.Word, StringComparison.Ordinal) is not (>= 0 and var place))
            return [new Segment(line, style ?? Style.Plain)];
        var end = place + coloured.Word.Length;
        return [new Segment(line[..place]), new Segment(line[place..end], coloured.Style), new Segment(line[end..])];
    }
}
