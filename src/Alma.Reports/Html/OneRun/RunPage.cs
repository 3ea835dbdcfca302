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
