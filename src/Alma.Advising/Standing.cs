using Alma.Reports.Comparison;
using Alma.Reports.Summary;
using Alma.Runs.Metrics;

namespace Alma.Advising;

/// <summary>What the runs of a candidate come to after some dumps.</summary>
/// <param name="Runs">One for each seed.</param>
/// <param name="MegabatchCount">Dumps that they have learned from; each model was then tested on the next one.</param>
public sealed record Standing(Candidate Candidate, RunGroup Runs, int MegabatchCount)
{
    /// <summary>The average error of the models on the dump after the last they had learned from.</summary>
    public MeanInterval Error => MeanInterval.Of([.. Runs.Runs.Select(Average)]);

    /// <summary>Of learning and scoring, mean over the seeds.</summary>
    public double MultiplyAddsPerDump => PerDump(megabatch => megabatch.MultiplyAdds.Total);

    /// <summary>Of learning alone, of all seeds together.</summary>
    public double LearningMultiplyAdds => MegabatchCount * Runs.Runs.Count
        * PerDump(megabatch => megabatch.MultiplyAdds.Total - (megabatch.MultiplyAdds.Evaluate ?? 0));

    /// <summary>Of learning and scoring, mean over the seeds, on the machines that computed.</summary>
    public double SecondsPerDump => PerDump(megabatch => (megabatch.UpdateSeconds ?? 0) + (megabatch.EvaluateSeconds ?? 0));

    /// <summary>What the last model holds to predict, mean over the seeds; null where that was not noted.</summary>
    public double? BytesToPredict => Runs.Runs.Average(run => (double?)run.Megabatches[MegabatchCount - 1].BytesToPredict);

    /// <summary>Its error less another one's, seed by seed, over the dumps that both have learned from.</summary>
    public MeanInterval? Behind(Standing other)
    {
        var count = Math.Min(MegabatchCount, other.MegabatchCount);
        return PairedComparison.Of(Runs, other.Runs, AverageErrorAt(count))?.Difference;
    }

    /// <summary>The same runs after fewer dumps.</summary>
    public Standing After(int megabatchCount) => this with { MegabatchCount = Math.Min(megabatchCount, MegabatchCount) };

    /// <summary>The candidates of one rung as the rule sees them.</summary>
    public static IReadOnlyList<RankedCandidate> Ranked(IReadOnlyList<Standing> standings)
    {
        List<RankedCandidate> alone = [.. standings.Select(one => new RankedCandidate(one.Error.Mean, one.MultiplyAddsPerDump, null))];
        var best = standings[CutRule.Best(alone)];
        return [.. standings.Zip(alone, (one, contender) => contender with { Behind = one.Behind(best) })];
    }

    private static RunMeasure AverageErrorAt(int megabatchCount) => new(
        MetricCatalog.AverageError,
        run => run.Megabatches.Count >= megabatchCount ? run.Megabatches[megabatchCount - 1].AverageError : null);

    private double Average(RunSummary run) => AverageErrorAt(MegabatchCount).Of(run)
        ?? throw new InvalidOperationException($"{run.Path} has no error after megabatch {MegabatchCount}.");

    private double PerDump(Func<MegabatchSummary, double?> of) =>
        Runs.Runs.Average(run => run.Megabatches.Take(MegabatchCount).Sum(megabatch => of(megabatch) ?? 0) / MegabatchCount);
}
