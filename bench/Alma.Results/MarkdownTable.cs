using System.Text;

namespace Alma.Results;

/// <summary>A table in Markdown. Its first columns are text, the others numbers.</summary>
internal static class MarkdownTable
{
    public static void Write(StringBuilder page, int textColumns, IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows)
    {
        Line(page, head);
        Line(page, [.. head.Select((_, k) => k < textColumns ? "---" : "--:")]);
        foreach (var row in rows) Line(page, row);
        page.Append('\n');
    }

    private static void Line(StringBuilder page, IEnumerable<string> cells) => page.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
