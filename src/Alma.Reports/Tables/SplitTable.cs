using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

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
