using System.Globalization;
using Alma.Config;
using Alma.Launching;

namespace Alma.Advising;

/// <summary>All that is to be tried, each config checked.</summary>
public sealed class AdvicePlan
{
    /// <summary>What makes the config of a run: a candidate and overrides of its recipe.</summary>
    private readonly Func<Candidate, IReadOnlyList<string>, CheckedConfig> check;

    /// <param name="asked">What the user asks.</param>
    /// <param name="candidates">That are tried.</param>
    /// <param name="megabatchCount">Dumps that are learned from: all but the last, which is only tested on.</param>
    /// <param name="check">Reads the recipe of a candidate with overrides, as the run will.</param>
    public AdvicePlan(
        AdviceRecord asked,
        IReadOnlyList<Candidate> candidates,
        int megabatchCount,
        Func<Candidate, IReadOnlyList<string>, CheckedConfig> check)
    {
        (Asked, Candidates, this.check) = (asked, candidates, check);
        Rungs = AdviceRungs.Of(megabatchCount, candidates.Count, [.. candidates.Select(one => one.Wait)]);
    }

    public AdviceRecord Asked { get; }

    public IReadOnlyList<Candidate> Candidates { get; }

    /// <summary>Dumps after which candidates are compared; after the last, one is picked.</summary>
    public IReadOnlyList<int> Rungs { get; }

    public CutRule Rule => new(Asked.Goal, Asked.Margin);

    /// <summary>Seconds that all may take; null where it is given what each candidate may spend on a dump.</summary>
    public double? Seconds { get; init; }

    /// <summary>Runs at once.</summary>
    public int JobCount { get; init; } = 1;

    /// <summary>Runs of a candidate, one for each seed.</summary>
    /// <param name="multiplyAdds">That it may spend on each dump. One that waits has as much for all that have come when it learns.</param>
    /// <exception cref="ConfigException">A config is wrong: the message names the candidate.</exception>
    public IReadOnlyList<PlannedJob> Runs(Candidate candidate, int megabatchCount, double multiplyAdds) =>
    [
        .. Enumerable.Range(0, Asked.Seeds).Select(seed => Job(
            candidate, $"seed={Text(seed)}", megabatchCount,
            [$"seed={Text(seed)}", $"{RunKeys.BudgetMultiplyAdds}={Text(multiplyAdds * candidate.Wait)}"])),
    ];

    /// <summary>A run of a candidate that learns from the first dump for some seconds, to see how fast it is.</summary>
    public PlannedJob Probe(Candidate candidate, double seconds) => Job(candidate, "probe", 1, [$"budget.seconds={Text(seconds)}"]);

    /// <summary>What is written as advice: the config of a candidate without what was for the comparison alone.</summary>
    /// <param name="isTested">Whether the data set has examples that are tested on; if not, the dump that comes next is.</param>
    public string Advice(Candidate candidate, double multiplyAdds, bool isTested) => Check(
        candidate,
        [
            .. Asked.Overrides, .. candidate.Overrides, $"{RunKeys.BudgetMultiplyAdds}={Text(multiplyAdds * candidate.Wait)}",
            $"{RunKeys.EvaluationMode}={(isTested ? "all_tasks" : "next")}",
        ]).Yaml;

    private PlannedJob Job(Candidate candidate, string end, int megabatchCount, IEnumerable<string> own)
    {
        IReadOnlyList<string> overrides =
        [
            .. Asked.Overrides, .. candidate.Overrides, .. own,
            $"{RunKeys.EvaluationMode}=next", $"{RunKeys.KeepModels}=false", $"{RunKeys.StopAfter}={Text(megabatchCount)}",
        ];
        var planned = PlannedJob.Of($"{candidate.Name},{end}", overrides, Check(candidate, overrides));
        return planned with { Job = planned.Job with { Recipe = candidate.Name, StopAfter = megabatchCount } };
    }

    private CheckedConfig Check(Candidate candidate, IReadOnlyList<string> overrides)
    {
        try
        {
            return check(candidate, overrides);
        }
        catch (ConfigException wrong)
        {
            throw new ConfigException($"candidate {candidate.Name}: {wrong.Message}", wrong);
        }
    }

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
