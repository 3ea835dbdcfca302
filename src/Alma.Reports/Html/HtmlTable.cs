namespace Alma.Reports.Html;

/// <summary>A table of text; numbers stand to the right.</summary>
internal static class HtmlTable
{
    /// <param name="caption">Says what is in it, to those who cannot see where it stands.</param>
    /// <param name="columns">Their names; those of numbers end in <c>#</c>, which is not shown.</param>
    public static Markup Of(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => Markup.Of(
        $"""
        <div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table>
        <caption>{caption}</caption>
        <thead><tr>{columns.Select(Head)}</tr></thead>
        <tbody>
        {rows.Select(row => Row(columns, row))}</tbody>
        </table></div>

        """);

    private static Markup Head(string column) => IsNumber(column)
        ? Markup.Of($"<th scope=\"col\" class=\"number\">{column.TrimEnd('#')}</th>")
        : Markup.Of($"<th scope=\"col\">{column}</th>");

    private static Markup Row(IReadOnlyList<string> columns, IReadOnlyList<string> cells) =>
        Markup.Of($"<tr>{cells.Select((cell, k) => Cell(cell, IsNumber(columns[k]), k == 0))}</tr>\n");

    private static Markup Cell(string cell, bool isNumber, bool isFirst) => (isFirst, isNumber) switch
    {
        (true, true) => Markup.Of($"<th scope=\"row\" class=\"number\">{cell}</th>"),
        (true, false) => Markup.Of($"<th scope=\"row\">{cell}</th>"),
        (false, true) => Markup.Of($"<td class=\"number\">{cell}</td>"),
        _ => Markup.Of($"<td>{cell}</td>"),
    };

    private static bool IsNumber(string column) => column.EndsWith('#');
}
