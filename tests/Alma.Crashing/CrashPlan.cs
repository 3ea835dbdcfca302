namespace Alma.Crashing;

/// <summary>A run of a learner and the kills it is to suffer, one or two.</summary>
internal sealed record CrashPlan(int Index, CrashedLearner Learner, IReadOnlyList<Kill> Kills)
{
    private const double PartKilledTwice = 0.25;

    /// <summary>
    /// Plans so many kills in all, spread evenly over the learners, each once before any twice; the same seed gives the same.
    /// </summary>
    public static IReadOnlyList<CrashPlan> Draw(int killCount, int seed)
    {
        var random = new Random(seed);
        var plans = new List<CrashPlan>();
        for (var left = killCount; left > 0; left -= plans[^1].Kills.Count)
        {
            var isTwice = random.NextDouble() < PartKilledTwice && plans.Count >= CrashedLearner.All.Count;
            var count = isTwice ? Math.Min(2, left) : 1;
            plans.Add(new CrashPlan(
                plans.Count,
                CrashedLearner.All[plans.Count % CrashedLearner.All.Count],
                [.. Enumerable.Range(0, count).Select(_ => Kill.Draw(random))]));
        }
        return plans;
    }
}
