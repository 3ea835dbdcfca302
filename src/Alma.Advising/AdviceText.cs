using System.Globalization;
using Alma.Reports;
using Alma.Reports.Comparison;
using Alma.Reports.Tables;

namespace Alma.Advising;

/// <summary>What is said of an outcome: a table of the candidates, one of the questions, and some sentences.</summary>
public static class AdviceText
{
    private const string Points = "points of error";

    /// <summary>Each candidate: how good, how much worse than the pick, what it cost, and where it was dropped.</summary>
    public static TextTable Candidates(AdviceOutcome outcome) => new(
        "Candidates: means over the seeds with 95 % intervals; each model is tested on the dump after the last it has learned from",
        [
            new("candidate"), new("dumps", true), new("error, %", true), new("against the\npick, points", true),
            new("multiply-adds\nper dump", true), new("seconds\nper dump", true), new("memory to\npredict", true), new("outcome")
        ],
        [.. outcome.InOrder.Select(end => Row(outcome, end))]);

    /// <summary>Each question that was asked, answered by comparing with one candidate.</summary>
    /// <returns>Null where that candidate was not tried.</returns>
    public static TextTable? Questions(AdviceOutcome outcome)
    {
        var compared = outcome.Ended.Values.FirstOrDefault(end => end.Candidate.Name == Candidate.Reference);
        if (compared?.Standing is not { } reference) return null;
        return new TextTable(
            $"Against {reference.Candidate.Name} ({reference.Candidate.Description}), seed by seed; more is worse",
            [new("question"), new("candidate"), new("dumps", true), new("difference,\npoints", true), new("verdict")],
            [
                .. outcome.Plan.Candidates.Where(one => one.Question != AdviceQuestion.None)
                    .Select(one => outcome.Ended[one].Standing)
                    .OfType<Standing>()
                    .Select(one => Row(one, reference)),
            ]);
    }

    /// <summary>What to pick, by how much it is better, what it costs and what was not told apart.</summary>
    public static IReadOnlyList<string> Sentences(AdviceOutcome outcome)
    {
        var pick = outcome.Pick;
        var (dumps, seeds) = (Count(pick.MegabatchCount, "dump"), Count(outcome.Plan.Asked.Seeds, "seed"));
        return
        [
            $"Pick {pick.Candidate.Name}: {pick.Candidate.Description}.",
            $"It is wrong on {Interval(pick.Error, "0.00")} % of the next dump, on average over {dumps} and {seeds}. {Next(outcome)}",
            $"It costs {Units.Magnitude(pick.MultiplyAddsPerDump)} multiply-adds and {Units.Duration(pick.SecondsPerDump)} per dump, and "
            + $"{Units.Bytes(pick.BytesToPredict)} to predict; each candidate could spend {Units.Magnitude(outcome.MultiplyAddsPerDump)} "
            + "multiply-adds on learning from a dump.",
            Alike(outcome),
            .. Early(outcome),
            .. outcome.Ended.Values.Where(end => end.Fate == Fate.Failed).Select(end => $"{end.Candidate.Name} has failed: {end.Note}"),
        ];
    }

    private static string Alike(AdviceOutcome outcome) => outcome.NotToldApart is { Count: > 0 } alike
        ? $"Not told apart from it: {string.Join(", ", alike.Select(one => $"{one.Candidate.Name} ({Signed(outcome.BehindPick(one))})"))}."
        : "Every other candidate was told apart from it.";

    private static IEnumerable<string> Early(AdviceOutcome outcome)
    {
        List<string> early = [.. outcome.Ended.Values.Where(end => end.Fate == Fate.NotToldApart).Select(end => end.Candidate.Name)];
        if (early.Count > 0) yield return $"Dropped for want of budget before they were told apart: {string.Join(", ", early)}.";
    }

    // Of the others the one that comes nearest, or of a cheaper pick the one with the least error.
    private static string Next(AdviceOutcome outcome)
    {
        var others = outcome.Finished.Where(one => one != outcome.Pick).ToList();
        if (others.Count == 0) return "No other candidate went through all dumps.";
        var (next, difference) = (others[0], outcome.BehindPick(others[0]));
        var name = $"{(difference?.Mean < 0 ? "The least error, of " : "The next best, ")}{next.Candidate.Name},";
        if (!AdviceOutcome.IsTold(difference)) return $"{name} is not told apart from it: {Signed(difference)} {Points}.";
        var size = Interval(difference! with { Mean = Math.Abs(difference!.Mean) }, "0.00");
        return $"{name} is {(difference.Mean < 0 ? "smaller" : "worse")} by {size} {Points}.";
    }

    private static string[] Row(AdviceOutcome outcome, CandidateEnd end) => end.Standing is not { } standing
        ? [end.Candidate.Name, .. Enumerable.Repeat(Units.Missing, 6), Fates(outcome, end)]
        :
        [
            end.Candidate.Name,
            Units.Count(standing.MegabatchCount),
            Interval(standing.Error, "0.00"),
            outcome.BehindPick(standing) is { } difference ? Signed(difference) : "",
            Units.Magnitude(standing.MultiplyAddsPerDump),
            Units.Duration(standing.SecondsPerDump),
            Units.Bytes(standing.BytesToPredict),
            Fates(outcome, end),
        ];

    private static string Fates(AdviceOutcome outcome, CandidateEnd end) => end.Fate switch
    {
        Fate.Failed => "failed",
        Fate.Worse => "dropped: worse than the best",
        Fate.NotToldApart => "dropped: not told apart, no budget left",
        _ when end.Standing == outcome.Pick => "pick",
        _ => AdviceOutcome.IsTold(outcome.BehindPick(end.Standing!)) ? Told(outcome.BehindPick(end.Standing!)!) : "not told apart",
    };

    private static string[] Row(Standing one, Standing reference)
    {
        var difference = one.Behind(reference);
        return
        [
            Question(one.Candidate.Question),
            one.Candidate.Name,
            Units.Count(Math.Min(one.MegabatchCount, reference.MegabatchCount)),
            Signed(difference),
            AdviceOutcome.IsTold(difference) ? Told(difference!) : "not told apart",
        ];
    }

    private static string Told(MeanInterval difference) => difference.Mean > 0 ? "worse" : "better";

    private static string Question(AdviceQuestion question) => question switch
    {
        AdviceQuestion.Data => "all data or only the new?",
        AdviceQuestion.Start => "go on or start afresh?",
        AdviceQuestion.Wait => "how long to wait?",
        AdviceQuestion.Models => "one model, several or a growing one?",
        _ => "how large a network?",
    };

    private static string Signed(MeanInterval? difference) =>
        difference is null ? Units.Missing : Interval(difference, "+0.00;-0.00;0.00");

    private static string Interval(MeanInterval mean, string format) =>
        Percent(mean.Mean, format) + (mean.HalfWidth is { } half ? $" ± {Percent(half, "0.00")}" : "");

    private static string Percent(double fraction, string format) => (100 * fraction).ToString(format, CultureInfo.InvariantCulture);

    private static string Count(int count, string what) => $"{Units.Count(count)} {what}{(count == 1 ? "" : "s")}";
}
