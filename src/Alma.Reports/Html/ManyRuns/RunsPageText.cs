using Alma.Reports.Comparison;

namespace Alma.Reports.Html.ManyRuns;

/// <summary>What several runs come to, in sentences: which group was best, how sure that is, and which are worth their cost.</summary>
internal static class RunsPageText
{
    public static Markup Subtitle(RunSet set)
    {
        var states = set.Runs.GroupBy(run => run.State)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}");
        var started = set.Runs.Count == 0 ? "" : $"; started between {Units.Moment(set.Runs.Min(run => run.Manifest.Started))} and "
            + $"{Units.Moment(set.Runs.Max(run => run.Manifest.Started))} UTC";
        return Markup.Of($"{string.Join(", ", states)}{started}");
    }

    /// <param name="set">The runs of one data set.</param>
    public static Markup InShort(Grouping grouping, RunSet set)
    {
        var ranked = grouping.Groups
            .Select(group => (Group: group, Mean: group.Mean(RunMeasure.AverageError)))
            .Where(entry => entry.Mean is not null)
            .OrderBy(entry => entry.Mean!.Mean)
            .ToList();
        if (ranked.Count == 0) return Markup.Of($"<p>None of these runs is finished: there is nothing to compare yet.</p>");
        var (best, mean) = ranked[0];
        return Markup.Of(
            $"""
            <p class="lead">{(ranked.Count == 1
                ? $"The average error is {WithInterval(mean!)}."
                : $"{best.Label} has the least average error, {WithInterval(mean!)}. {Second(best, ranked[1].Group)}")}</p>
            {(ranked.Count == 1 ? Markup.Empty : Markup.Of($"<p>{Front(ranked.ConvertAll(entry => entry.Group))}</p>"))}
            {Unfinished(set)}
            {Repeated(grouping.Groups.Sum(group => group.Repeated))}
            """);
    }

    private static string WithInterval(MeanInterval mean) => mean.HalfWidth is { } half
        ? $"{Units.Percent(mean.Mean)} ± {Units.Percent(half)} (mean of {mean.Count} runs, 95 % interval)"
        : $"{Units.Percent(mean.Mean)} (one run: nothing is known of how it varies)";

    private static string Second(RunGroup best, RunGroup second)
    {
        var compared = PairedComparison.Of(second, best, RunMeasure.AverageError);
        if (compared is null) return $"Next is {second.Label}, which has no seed in common with it.";
        var difference = FormattableString.Invariant($"{100 * compared.Difference.Mean:F2}");
        if (compared.Difference.HalfWidth is not { } half)
            return $"Next is {second.Label}, {difference} points behind on the one seed that both have.";
        var interval = FormattableString.Invariant(
            $"{difference} ± {100 * half:F2} points behind over {compared.Difference.Count} common seeds");
        return compared.IsDecided
            ? $"Next is {second.Label}, {interval}."
            : $"Next is {second.Label}, {interval}: these runs do not tell the two apart.";
    }

    private static string Front(List<RunGroup> groups)
    {
        var (cost, error, front) = CostFront.Of(groups, RunMeasure.MultiplyAdds);
        var members = front
            .Select(group => $"{group.Label} ({cost.Format(group.Mean(cost)!.Mean)}, {error.Format(group.Mean(error)!.Mean)})")
            .ToList();
        return members.Count == 0 ? "" : "Worth their compute, as no group errs less for as few multiply-adds (multiply-adds, "
            + $"{error.Title}): {string.Join("; ", members.Take(8))}{(members.Count > 8 ? " and others" : "")}.";
    }

    private static Markup Repeated(int count) => count == 0 ? Markup.Empty : Markup.Of(
        $"<p class=\"notice\">{count} {(count == 1 ? "run is" : "runs are")} left out of means and comparisons: "
        + $"the same config and seed was run again later.</p>");

    private static Markup Unfinished(RunSet set)
    {
        var count = set.Runs.Count - set.Complete.Count;
        return count == 0 ? Markup.Empty : Markup.Of(
            $"<p class=\"notice\">{count} of {set.Runs.Count} runs {(count == 1 ? "is" : "are")} not finished. "
            + $"They are listed, but left out of means and comparisons.</p>");
    }
}
