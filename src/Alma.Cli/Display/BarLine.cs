using Alma.Reports.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>One bar: what it is of, how far it is and what there is to say; where there is little room, only the first.</summary>
internal sealed class BarLine(string description, double? fraction, string note) : Renderable
{
    private const int Longest = 40;
    private const int Shortest = 8;
    private const int Gap = 2;
    private static readonly Style done = new(Color.Yellow);
    private static readonly Style ended = new(Color.Green);
    private static readonly Style toCome = new(Color.Grey);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var beside = maxWidth - OneLine.Width(description);
        yield return new Segment(description);
        var length = Math.Min(Longest, beside - OneLine.Width(note) - (2 * Gap));
        if (length >= Shortest)
        {
            var filled = (int)(length * Math.Clamp(fraction ?? 0, 0, 1));
            yield return new Segment("  ");
            yield return new Segment(new string(options.Unicode ? '━' : '#', filled), fraction >= 1 ? ended : done);
            yield return new Segment(new string(options.Unicode ? '━' : '.', length - filled), toCome);
        }

        if (beside >= OneLine.Width(note) + Gap) yield return new Segment($"  {note}");
        yield return Segment.LineBreak;
    }
}
