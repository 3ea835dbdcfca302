using Alma.Reports.Comparison;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>Comparisons for a console, one for each data set: their tables below each other.</summary>
public static class ComparisonTable
{
    public static IRenderable Of(IReadOnlyList<ComparedRuns> sets) =>
        new Rows(sets.SelectMany((compared, k) => k == 0 ? (IRenderable[])[Of(compared)] : [new WrappedText(""), Of(compared)]));

    private static Rows Of(ComparedRuns compared)
    {
        IRenderable[] single = compared.Groups.Count == 1 ? [new WrappedText("There is one group only: nothing to compare it with.")] : [];
        return new Rows([new WrappedText(ComparisonText.Summary(compared)), .. ComparisonText.Of(compared).SelectMany(Lines), .. single]);
    }

    private static IEnumerable<IRenderable> Lines(TextTable table) =>
        [new WrappedText(""), new WrappedText($"{table.Title}:"), new SplitTable(table)];
}
