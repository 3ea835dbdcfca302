using Alma.Reports.Comparison;
using Alma.Reports.Tables;

namespace Alma.Reports.Formats;

/// <summary>A comparison as the tables of GitHub's Markdown.</summary>
public static class MarkdownFormat
{
    private const string Special = "\\`*[]<>|~$&";

    public static string Of(IReadOnlyList<ComparedRuns> sets) => string.Join('\n', sets.Select(Section));

    private static string Section(ComparedRuns compared) =>
        string.Join('\n', ComparisonText.Of(compared).Select(Table).Prepend($"{Escape(ComparisonText.Summary(compared))}.\n"));

    private static string Table(TextTable table)
    {
        IEnumerable<string> lines =
        [
            $"{Escape(table.Title)}:",
            "",
            Line(table.Columns.Select(column => Escape(column.Line))),
            $"|{string.Concat(table.Columns.Select(column => column.IsNumber ? "--:|" : "---|"))}",
            .. table.Rows.Select(row => Line(row.Select(Escape))),
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string Line(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>Text that means itself. Underscores within words do so anyway, and stay legible.</summary>
    internal static string Escape(string text) => string.Concat(
        text.Select((letter, k) => Special.Contains(letter) || (letter == '_' && !IsWithinWord(text, k)) ? $"\\{letter}" : $"{letter}"));

    private static bool IsWithinWord(string text, int k) =>
        k > 0 && k < text.Length - 1 && char.IsLetterOrDigit(text[k - 1]) && char.IsLetterOrDigit(text[k + 1]);
}
