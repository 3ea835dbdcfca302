using Alma.Reports.Summary;
using Alma.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>One run: a line on what it is, a row for each megabatch, and what they come to.</summary>
public static class SummaryTable
{
    private static readonly MegabatchFigure[] figures =
    [
        MegabatchFigure.Error, MegabatchFigure.CumulativeError, MegabatchFigure.Epochs, MegabatchFigure.MultiplyAdds,
        MegabatchFigure.Parameters,
        MegabatchFigure.Seconds,
    ];

    private static readonly string[] columns = ["megabatch", .. figures.Select(figure => TextColumn.InTwoLines(figure.Metric.Title))];

    public static IRenderable Of(RunSummary run)
    {
        if (run.Megabatches is not [.., var last])
            return new Rows([.. Head(run), new WrappedText("no megabatch was evaluated yet")]);
        var table = new ConsoleTable([.. columns.Select(ConsoleColumn.Number)], [.. run.Megabatches.Select(Cells)]);
        var averageError = Units.Percent(last.AverageError);
        var multiplyAdds = Units.Magnitude(last.CumulativeMultiplyAdds);
        return new Rows(
        [
            .. Head(run),
            table,
            new WrappedText($"average error {averageError}, multiply-adds so far {multiplyAdds}"),
            .. Redone(run.Manifest)
        ]);
    }

    private static IEnumerable<IRenderable> Redone(RunManifest manifest)
    {
        var (redone, often) = (manifest.Redone, manifest.Resumptions == 1 ? "once" : $"{manifest.Resumptions} times");
        if (manifest.Resumptions > 0)
            yield return new WrappedText(
                $"resumed {often}; redone and not counted: {Units.Count(redone.Epochs)} epochs, {Units.Magnitude(redone.MultiplyAdds)} "
                + $"multiply-adds, {Units.Duration(redone.Seconds)}");
    }

    private static ConsoleCell[] Cells(MegabatchSummary megabatch) =>
        [Units.Count(megabatch.Megabatch), .. figures.Select(figure => (ConsoleCell)figure.Format(megabatch))];

    private static IEnumerable<IRenderable> Head(RunSummary run)
    {
        yield return new WrappedText(PrintableText.Line(run.Path));
        var manifest = run.Manifest;
        yield return new WrappedText(
            $"{PrintableText.Line(manifest.Recipe)}: {StateText.Name(run.State)}, {manifest.MegabatchesDone} of "
            + $"{manifest.MegabatchesTotal} megabatches, seed {manifest.Seed}, {PrintableText.Line(manifest.Device ?? "device unknown")}")
        {
            Coloured = (StateText.Name(run.State), StateText.Style(run.State)),
        };
        if (manifest.Error is { } error)
            yield return new WrappedText(error, new Style(Color.Red));
    }
}
