using Alma.Reports.Comparison;
using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>The page on one run: how good the model was after each megabatch, what that cost, and how it came about.</summary>
public static class RunPage
{
    /// <param name="title">By default the recipe.</param>
    public static string Of(RunDetails run, string? title = null)
    {
        var summary = run.Summary;
        var heading = title ?? summary.Manifest.Recipe;
        var content = Markup.Of(
            $"""
            <header>
            <h1>{heading}</h1>
            <p>{RunPageText.Subtitle(summary)}</p>
            </header>
            <main id="content">
            {Figure.Section("short", "In short", RunPageText.InShort(summary), RunTiles.Of(summary))}
            {KeptDumps.Of(summary)}
            {(summary.Megabatches.Count == 0 ? Markup.Empty : Results(run))}
            {RunOrigin.Of(summary)}
            </main>

            """);
        return ReportPage.Of(heading, "run", content, RunCharts.Of(run));
    }

    private static Markup Results(RunDetails run) => Markup.Of(
        $"""
        {Figure.Section("quality", "How good the model was", Figure.Charts(
            Figure.Of("error", "Test error after each megabatch"),
            Figure.Of("loss", "Test loss after each megabatch, nats"),
            Figure.Of("cumulative-error", "Cumulative error"),
            Figure.Of("cumulative-compute", "Cumulative multiply-adds")))}
        {Figure.Section("megabatches", "Megabatch by megabatch", RunTable.Of(run.Summary))}
        {Figure.Section("cost", "What it cost", Figure.Charts(
            Figure.Of("purposes", "Multiply-adds of each megabatch, by purpose"),
            Figure.Of("parameters", "Parameters held to predict"),
            Figure.Of("memory", "Memory"),
            Figure.Of("seconds", "Time of each megabatch")))}
        {(run.Epochs.Count == 0 ? Markup.Empty : Figure.Section("training", "Training, epoch by epoch", Figure.Charts(
            Figure.Of("epoch-accuracy", "Accuracy per epoch; lines mark where a megabatch begins", isWide: true),
            Figure.Of("epoch-loss", "Loss per epoch, nats; lines mark where a megabatch begins", isWide: true))))}
        {Details(run)}
        """);

    private static Markup Details(RunDetails run)
    {
        var any = run.Megabatches;
        return Markup.Of(
            $"""
            {(any.Any(megabatch => megabatch.MemberAccuracies.Count > 0) ? Figure.Section("members", "The networks, each alone", Figure.Charts(
                Figure.Of("members", "Test accuracy of each network beside that of all together", isWide: true))) : Markup.Empty)}
            {(any.Any(megabatch => megabatch.Experts.Count > 0) ? Figure.Section("experts", "The experts, and how much each is used", Stage("experts")) : Markup.Empty)}
            {(any.Any(megabatch => megabatch.Confusion.Count > 0) ? Figure.Section("confusion", "What was taken for what", Stage("confusion")) : Markup.Empty)}
            {(any.Any(megabatch => megabatch.Worst is { Images.Count: > 0 }) ? Figure.Section("worst", "The worst mistakes", Stage("worst")) : Markup.Empty)}
            """);
    }

    /// <summary>Where the script shows one megabatch at a time.</summary>
    private static Markup Stage(string name) => Markup.Of($"<div class=\"stage\" id=\"stage-{name}\"></div>\n");
}

/// <summary>A row for each megabatch.</summary>
internal static class RunTable
{
    private static readonly MegabatchFigure[] figures =
    [
        MegabatchFigure.Error, MegabatchFigure.Loss, MegabatchFigure.CumulativeError, MegabatchFigure.AverageError, MegabatchFigure.Epochs,
        MegabatchFigure.MultiplyAdds, MegabatchFigure.CumulativeMultiplyAdds, MegabatchFigure.Parameters, MegabatchFigure.PeakMemory,
        MegabatchFigure.Seconds,
    ];

    private static readonly string[] columns = ["megabatch#", .. figures.Select(figure => $"{Head(figure)}#")];

    public static Markup Of(RunSummary run) =>
        HtmlTable.Of("Every megabatch with its errors and costs", columns, run.Megabatches.Select(Cells));

    // It stands beside the multiply-adds of the megabatch.
    private static string Head(MegabatchFigure figure) => figure == MegabatchFigure.CumulativeMultiplyAdds ? "so far" : figure.Metric.Title;

    private static string[] Cells(MegabatchSummary megabatch) =>
        [Units.Count(megabatch.Megabatch), .. figures.Select(figure => figure.Format(megabatch))];
}

/// <summary>The numbers that a run comes to.</summary>
internal static class RunTiles
{
    public static Markup Of(RunSummary run)
    {
        if (run.Last is not { } last) return Markup.Empty;
        Markup Tile(RunMeasure measure, string note) => Figure.Tile(Capital(measure.Title), measure.Format(measure.Of(run)), note);
        return Figure.Tiles(
            Tile(RunMeasure.Error, $"after the first {MegabatchFigure.Error.Format(run.Megabatches[0])}"),
            Tile(RunMeasure.AverageError, $"{RunMeasure.CumulativeError.Title} {MegabatchFigure.CumulativeError.Format(last)}"),
            Tile(RunMeasure.MultiplyAdds, "all purposes, all megabatches"),
            Tile(RunMeasure.Seconds, $"{run.Manifest.Device ?? "device unknown"}, {Threads(run.Manifest.Threads)}"),
            Tile(RunMeasure.Parameters, $"{MegabatchFigure.BytesToPredict.Format(last)} to predict"),
            Tile(RunMeasure.PeakMemory, "of the process, data included"));
    }

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private static string Threads(int? count) => count switch { null => "threads unknown", 1 => "1 thread", _ => $"{count} threads" };
}
