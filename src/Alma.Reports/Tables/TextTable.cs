namespace Alma.Reports.Tables;

/// <summary>A table of text that the console, Markdown and LaTeX each lay out in their way.</summary>
/// <param name="Title">What it shows, in one line.</param>
/// <param name="Rows">A cell for each column, of one line. <c>±</c> stands between a mean and half of its interval.</param>
/// <param name="SplitAt">
/// The column from which on, where there is no room, a table of its own begins, with the first column again; null for none.
/// </param>
public sealed record TextTable(
    string Title, IReadOnlyList<TextColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, int? SplitAt = null)
{
    /// <summary>The table in two, if it can be split.</summary>
    internal IEnumerable<TextTable> Parts() => SplitAt is { } at
        ? [Of([.. Enumerable.Range(0, at)]), Of([0, .. Enumerable.Range(at, Columns.Count - at)])]
        : [this];

    private TextTable Of(int[] places) =>
        new(Title, [.. places.Select(place => Columns[place])], [.. Rows.Select(row => (string[])[.. places.Select(place => row[place])])]);
}
