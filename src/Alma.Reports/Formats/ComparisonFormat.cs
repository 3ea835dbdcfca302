using Alma.Reports.Comparison;

namespace Alma.Reports.Formats;

/// <summary>A way to write comparisons down for other programs: one for each data set.</summary>
/// <param name="Name">As users type it.</param>
/// <param name="Extension">Of its files, with the dot.</param>
/// <param name="Description">In the help.</param>
public sealed record ComparisonFormat(string Name, string Extension, string Description, Func<IReadOnlyList<ComparedRuns>, string> Write)
{
    public static IReadOnlyList<ComparisonFormat> All { get; } =
    [
        new("csv", ".csv", "As CSV: a line for each group, with full precision.", CsvFormat.Of),
        new("json", ".json", "As JSON: groups, pairs and runs, with full precision.", JsonFormat.Of),
        new("markdown", ".md", "As tables of GitHub's Markdown.", MarkdownFormat.Of),
        new("latex", ".tex", "As LaTeX tables, for the package booktabs.", LatexFormat.Of),
    ];

    /// <summary>The format that a file's name ends in; null for none.</summary>
    public static ComparisonFormat? OfFile(string path) =>
        All.FirstOrDefault(format => path.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase));
}
