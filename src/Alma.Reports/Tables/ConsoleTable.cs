using Alma.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>
/// A table for a terminal of any width and text of any kind. Where there is little room its text is wrapped and its names are cut; where
/// there is less, each row becomes lines of <c>column: value</c>. Control characters are spelled out. No line is wider than the terminal.
/// </summary>
/// <param name="columns">Of which every row has a cell.</param>
/// <param name="rows">The cells of each row.</param>
public sealed class ConsoleTable(IReadOnlyList<ConsoleColumn> columns, IReadOnlyList<IReadOnlyList<ConsoleCell>> rows) : Renderable
{
    private readonly string[][] texts = [.. rows.Select(row => (string[])[.. row.Select(cell => PrintableText.Line(cell.Text))])];
    private readonly string[][] heads = [.. columns.Select(column =>
        (string[])[.. column.Head.Split('\n').Select(text => PrintableText.Line(text))])];

    /// <summary>Whether there is a head with a line below it.</summary>
    public bool HasHead { get; init; } = true;

    /// <summary>Whether there is room for it as a table.</summary>
    public bool IsTable(int width) => TableLayout.Of(columns, heads, texts, Room(width)) is not null;

    /// <summary>Whether there is room for it as a table without cutting or wrapping anything.</summary>
    internal bool IsWhole(int width) => TableLayout.Natural(heads, texts).Sum(one => (long)one) <= Room(width);

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        (TableLayout.Of(columns, heads, texts, Room(maxWidth)) is { } layout
            ? Table(layout, options, maxWidth)
            : Records(Math.Max(1, maxWidth)))
            .SelectMany(line => line.Append(Segment.LineBreak));

    // As Spectre's tables: a cell's width beside every column, and with a head one more at either edge and between two columns.
    private int Room(int width) => HasHead ? width - (2 * columns.Count) - 1 : width - (2 * (columns.Count - 1));

    private IEnumerable<IEnumerable<Segment>> Table(TableLayout layout, RenderOptions options, int width)
    {
        if (HasHead)
        {
            yield return [];
            for (var line = 0; line < layout.Heads.Max(head => head.Count); line++)
                yield return Line(layout, k => new Segment(line < layout.Heads[k].Count ? layout.Heads[k][line] : ""));
            yield return [new Segment(new string(options.Unicode ? '─' : '-', layout.Widths.Sum() + (2 * columns.Count) + 1))];
        }

        for (var k = 0; k < rows.Count; k++)
            foreach (var line in Row(layout, k, options)) yield return line;
        if (HasHead) yield return [];
        if (!layout.IsCut) yield break;
        foreach (var line in LineWrap.Of($"{Cells.Ellipsis} stands for the part of a name that there is no room for.", width))
            yield return [new Segment(line)];
    }

    private IEnumerable<IEnumerable<Segment>> Row(TableLayout layout, int row, RenderOptions options)
    {
        var lines = layout.Lines(row);
        for (var line = 0; line < lines.Max(cell => cell.Count); line++)
        {
            yield return Line(layout, k => rows[row][k] is { Picture: { } picture }
                ? line == 0 ? [.. picture.Render(options, layout.Widths[k])] : []
                : [new Segment(line < lines[k].Count ? lines[k][line] : "", rows[row][k].Style ?? Style.Plain)]);
        }
    }

    private List<Segment> Line(TableLayout layout, Func<int, Segment> cell) => Line(layout, k => (IReadOnlyList<Segment>)[cell(k)]);

    private List<Segment> Line(TableLayout layout, Func<int, IReadOnlyList<Segment>> cell)
    {
        var line = new List<Segment>();
        for (var k = 0; k < columns.Count; k++)
        {
            var parts = cell(k);
            var blanks = new string(' ', Math.Max(0, layout.Widths[k] - parts.Sum(part => Cells.Width(part.Text))));
            if (k > 0 || HasHead) line.Add(new Segment("  "));
            if (columns[k].Fit == ColumnFit.Right) line.Add(new Segment(blanks));
            line.AddRange(parts);
            if (columns[k].Fit != ColumnFit.Right) line.Add(new Segment(blanks));
        }

        while (line.Count > 0 && string.IsNullOrWhiteSpace(line[^1].Text)) line.RemoveAt(line.Count - 1);
        return line;
    }

    private IEnumerable<IEnumerable<Segment>> Records(int width)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            yield return [];
            for (var k = 0; k < columns.Count; k++)
            {
                if (rows[row][k].Picture is not null || (columns[k].Label.Length == 0 && texts[row][k].Length == 0)) continue;
                var label = columns[k].Label.Length == 0 ? "" : $"{PrintableText.Line(columns[k].Label)}: ";
                foreach (var line in LineWrap.Of(label + texts[row][k], width))
                    yield return [new Segment(line, rows[row][k].Style ?? Style.Plain)];
            }
        }

        if (rows.Count > 0) yield return [];
    }
}

/// <summary>A cell of a <see cref="ConsoleTable"/>.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Style">Its colour, or null.</param>
public sealed record ConsoleCell(string Text, Style? Style = null)
{
    /// <summary>Draws it, where it is a picture; its text is then as wide.</summary>
    internal IRenderable? Picture { get; init; }

    public static implicit operator ConsoleCell(string text) => new(text);

    public static ConsoleCell FromString(string text) => text;
}
