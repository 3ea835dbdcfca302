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

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Name">In one line or in several.</param>
/// <param name="IsNumber">Numbers stand to the right.</param>
public sealed record TextColumn(string Name, bool IsNumber = false)
{
    /// <summary>A column of numbers, whose name is cut into two lines about as long as each other where it has several words.</summary>
    internal static TextColumn Number(string name) => new(InTwoLines(name), IsNumber: true);

    internal static string InTwoLines(string name)
    {
        // A hyphen ends its line, a blank is left out.
        var ends = Enumerable.Range(1, name.Length - 1).Where(k => name[k] == ' ' || name[k - 1] == '-').ToList();
        if (ends.Count == 0) return name;
        var end = ends.MinBy(k => Math.Abs(name.Length - 2 * k));
        return $"{name[..end]}\n{name[end..].TrimStart()}";
    }

    /// <summary>The name in one line.</summary>
    public string Line => Name.Replace("-\n", "-", StringComparison.Ordinal).Replace('\n', ' ');
}
