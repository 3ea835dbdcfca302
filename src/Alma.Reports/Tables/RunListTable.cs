using Alma.Runs.Catalog;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>
/// The runs under a folder, one a row, and below them what is wrong with those that cannot be read. The class that each model is worst on
/// is shown where there is room for it.
/// </summary>
public sealed class RunListTable : Renderable
{
    private static readonly ConsoleColumn[] columns =
        [
            ConsoleColumn.Text("run"),
            ConsoleColumn.Word("state"),
            ConsoleColumn.Number("megabatches"),
            ConsoleColumn.Number("accuracy"),
            ConsoleColumn.Number("worst class"),
            ConsoleColumn.Number("started (UTC)")
        ];

    private const int WorstClass = 4; // its column
    private readonly ConsoleTable whole;
    private readonly ConsoleTable narrow;
    private readonly IReadOnlyList<IRenderable> problems;

    private RunListTable(IReadOnlyList<CatalogEntry> runs)
    {
        IReadOnlyList<ConsoleCell>[] rows = [.. runs.Select(Cells)];
        whole = new(columns, rows);
        narrow = new(
            [.. columns.Where((_, column) => column != WorstClass)],
            [.. rows.Select(row => (IReadOnlyList<ConsoleCell>)[.. row.Where((_, column) => column != WorstClass)])]);
        problems = [.. Problems(runs)];
    }

    public static IRenderable Of(IReadOnlyList<CatalogEntry> runs) => new RunListTable(runs);

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        ((IRenderable)new Rows([whole.IsWhole(maxWidth) ? whole : narrow, .. problems])).Render(options, maxWidth);

    private static IReadOnlyList<ConsoleCell> Cells(CatalogEntry run) =>
    [
        run.Path,
        new(StateText.Name(run.State), StateText.Style(run.State)),
        run.Manifest is { } manifest ? $"{manifest.MegabatchesDone}/{manifest.MegabatchesTotal}" : Units.Missing,
        Units.Percent(run.TestAccuracy),
        run.WorstClass is { } worst ? $"{worst.Name} {Units.Percent(worst.Accuracy)}" : Units.Missing,
        Units.Moment(run.Manifest?.Started),
    ];

    private static IEnumerable<IRenderable> Problems(IEnumerable<CatalogEntry> runs) =>
        from run in runs
        let note = run.Problem ?? (run.State == CatalogState.Waiting ? Waits(run) : null)
        where note is not null
        select new WrappedText(note);

    private static string? Waits(CatalogEntry run) => run.Manifest?.Keeping is { } keeping ? $"{run.Path}: {keeping.Waits}" : null;
}
