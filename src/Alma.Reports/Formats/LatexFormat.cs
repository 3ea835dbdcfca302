using Alma.Reports.Comparison;
using Alma.Reports.Tables;

namespace Alma.Reports.Formats;

/// <summary>
/// A comparison as LaTeX tables with the rules of the package <c>booktabs</c>,
/// made smaller by <c>graphicx</c> where they are wider than a column.
/// </summary>
public static class LatexFormat
{
    private const string AtMostAColumn = @"\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{%";

    public static string Of(IReadOnlyList<ComparedRuns> sets) => string.Join('\n', sets.Select(Section));

    private static string Section(ComparedRuns compared) =>
        $"% {ComparisonText.Summary(compared)}. Needs \\usepackage{{booktabs,graphicx}}.\n"
        + string.Concat(ComparisonText.Of(compared).Select(Table));

    private static string Table(TextTable table)
    {
        IEnumerable<string> lines =
        [
            "",
            "\\begin{table}",
            "\\centering",
            $"\\caption{{{Escape(table.Title)}.}}",
            AtMostAColumn,
            $"\\begin{{tabular}}{{{string.Concat(table.Columns.Select(column => column.IsNumber ? 'r' : 'l'))}}}",
            "\\toprule",
            $"{string.Join(" & ", table.Columns.Select(Head))} \\\\",
            "\\midrule",
            .. table.Rows.Select(Line),
            "\\bottomrule",
            "\\end{tabular}}",
            "\\end{table}",
        ];
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static string Head(TextColumn column) => column.Name.Contains('\n', StringComparison.Ordinal)
        ? $"\\shortstack[{(column.IsNumber ? 'r' : 'l')}]{{{string.Join(" \\\\ ", column.Name.Split('\n').Select(Escape))}}}"
        : Escape(column.Name);

    private static string Line(IEnumerable<string> cells) => $"{string.Join(" & ", cells.Select(Escape))} \\\\";

    /// <summary>Text that means itself, and the signs of mathematics as LaTeX draws them.</summary>
    internal static string Escape(string text) => string.Concat(text.Select((letter, k) => letter switch
    {
        '#' or '$' or '%' or '&' or '_' or '{' or '}' => $"\\{letter}",
        '\\' => "\\textbackslash{}",
        '~' => "\\textasciitilde{}",
        '^' => "\\textasciicircum{}",
        '±' => "$\\pm$",
        '<' or '>' or '|' => $"${letter}$",
        '-' or '+' when IsSign(text, k) => $"${letter}$",
        // A row that begins with [ would be read as an option of the line before.
        '[' or ']' => $"{{{letter}}}",
        _ => $"{letter}",
    }));

    private static bool IsSign(string text, int k) => k == 0 && text.Length > 1 && char.IsAsciiDigit(text[1]);
}
