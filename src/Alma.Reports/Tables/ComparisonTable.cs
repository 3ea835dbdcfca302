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

/// <summary>A table that is laid out in two parts where there is no room for the whole.</summary>
internal sealed class SplitTable(TextTable table) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        Fitting(maxWidth).SelectMany(part => ((IRenderable)part).Render(options, maxWidth));

    private List<ConsoleTable> Fitting(int width)
    {
        var whole = Laid(table);
        if (whole.IsWhole(width)) return [whole];
        List<ConsoleTable> parts = [.. table.Parts().Select(Laid)];
        return parts.TrueForAll(part => part.IsTable(width)) ? parts : [whole];
    }

    private static ConsoleTable Laid(TextTable table) => new(
        [.. table.Columns.Select(column => column.IsNumber ? ConsoleColumn.Number(column.Name) : ConsoleColumn.Text(column.Name))],
        [.. table.Rows.Select(row => (ConsoleCell[])[.. row.Select(cell => new ConsoleCell(cell))])]);
}
