namespace Alma.Reports.Tables;

/// <summary>How a table stands in a width: the room of each column, and what its cells are in that.</summary>
internal sealed class TableLayout
{
    private readonly IReadOnlyList<ConsoleColumn> columns;
    private readonly string[][] texts;
    private readonly IReadOnlyDictionary<string, string>?[] cuts;

    private TableLayout(
        IReadOnlyList<ConsoleColumn> columns, string[][] heads, string[][] texts, int[] widths, IReadOnlyDictionary<string, string>?[] cuts)
    {
        (this.columns, this.texts, this.cuts, Widths) = (columns, texts, cuts, widths);
        Heads = [.. heads.Select((head, k) => head.SelectMany(line => LineWrap.Of(line, widths[k])).ToList())];
    }

    public int[] Widths { get; }

    /// <summary>The lines of each column's head.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Heads { get; }

    public bool IsCut => cuts.Any(cut => cut is not null && cut.Any(name => name.Key != name.Value));

    /// <returns>Null where there is no room for a table.</returns>
    /// <param name="room">The cells of a line that its columns may take.</param>
    public static TableLayout? Of(IReadOnlyList<ConsoleColumn> columns, string[][] heads, string[][] texts, int room)
    {
        if (ColumnWidths.Of(columns, Natural(heads, texts), room) is not { } widths) return null;
        var cuts = new IReadOnlyDictionary<string, string>?[columns.Count];
        for (var k = 0; k < columns.Count; k++)
        {
            if (columns[k].Fit != ColumnFit.Cut) continue;
            cuts[k] = NameAbbreviation.Of([.. texts.Select(row => row[k]).Distinct()], widths[k]);
            if (cuts[k] is null) return null;
        }

        return new TableLayout(columns, heads, texts, widths, cuts);
    }

    /// <summary>The room of each column's widest cell.</summary>
    public static int[] Natural(string[][] heads, string[][] texts) =>
        [.. heads.Select((head, k) => Math.Max(head.Max(Cells.Width), texts.Select(row => Cells.Width(row[k])).DefaultIfEmpty().Max()))];

    /// <summary>The lines of each cell of a row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Lines(int row) => [.. columns.Select((column, k) => Lines(column, texts[row][k], k))];

    private IReadOnlyList<string> Lines(ConsoleColumn column, string text, int place) => column.Fit switch
    {
        ColumnFit.Wrapped => LineWrap.Of(text, Widths[place]),
        ColumnFit.Cut => [cuts[place]![text]],
        _ => [text],
    };
}
