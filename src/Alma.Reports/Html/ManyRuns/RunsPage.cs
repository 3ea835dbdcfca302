using Alma.Reports.Comparison;

namespace Alma.Reports.Html.ManyRuns;

/// <summary>The page on several runs: which choice was better, at what cost, and how sure that is.</summary>
public static class RunsPage
{
    private const int MaxProblems = 20;

    /// <param name="groupBy">
    /// Keys of configs, or <see cref="ConfigKeys.Recipe"/>; null for those of <see cref="Grouping.DefaultKeys"/> in each data set. The
    /// reader may choose others in the page.
    /// </param>
    public static string Of(RunSet set, IReadOnlyList<string>? groupBy = null, string? title = null)
    {
        var sets = set.ByDataset();
        List<IReadOnlyList<string>> groupings = [.. sets.Select(one => groupBy ?? Grouping.DefaultKeys(one.Runs))];
        var heading = title ?? $"{set.Runs.Count} runs";
        var content = Markup.Of(
            $"""
            <header>
            <h1>{heading}</h1>
            <p>{RunsPageText.Subtitle(set)}</p>
            </header>
            <main id="content">
            {Figure.Section("short", "In short", InShort(sets, groupings), Problems(set))}
            {Figure.Section("choice", "Group and filter", Markup.Of($"<div class=\"choice\" id=\"controls\"></div>\n"))}
            {Figure.Section("quality", "How good, after each megabatch", Figure.Charts(
                Figure.Of("error", "Test error after each megabatch: mean of each group, and the 95 % interval of the mean", isWide: true)))}
            {Figure.Section("cost", "What it cost", Figure.Charts(
                Figure.Of("compute", "Error against multiply-adds; the line is the Pareto front of the groups' means"),
                Figure.Of("memory", "Error against memory; the line is the Pareto front of the groups' means")))}
            {Figure.Section("groups", "The groups", Holder("groups"))}
            {Figure.Section("pairs", "Which group is better, seed by seed", Holder("pairs"))}
            {Figure.Section("runs", "The runs", Holder("runs"))}
            {Figure.Section("run", "One of the runs", Holder("run"))}
            {Figure.Section("configs", "Where the configs differ", Holder("configs"))}
            </main>

            """);
        return ReportPage.Of(heading, "runs", content, RunsCharts.Of(set, groupings));
    }

    private static Markup InShort(IReadOnlyList<RunSet> sets, List<IReadOnlyList<string>> groupings)
    {
        var words = sets.Zip(groupings, (one, keys) => RunsPageText.InShort(Grouping.By(keys, one.Complete), one)).ToList();
        return sets.Count == 1
            ? words[0]
            : Markup.Of($"{sets.Zip(words, (one, text) => Markup.Of($"<h3>{one.Datasets[0]}</h3>\n{text}"))}");
    }

    private static Markup Holder(string name) => Markup.Of($"<div id=\"holder-{name}\"></div>\n");

    private static Markup Problems(RunSet set) => set.Problems.Count == 0 ? Markup.Empty : Markup.Of(
        $"""
        <div class="notice"><p>{set.Problems.Count} of the run folders could not be read:</p>
        <ul>{set.Problems.Take(MaxProblems).Select(problem => Markup.Of($"<li>{problem}</li>"))}</ul></div>

        """);
}
