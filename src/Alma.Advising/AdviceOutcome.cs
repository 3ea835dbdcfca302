using Alma.Reports.Comparison;

namespace Alma.Advising;

/// <summary>What came of each candidate, rung by rung, and which one is advised.</summary>
public sealed class AdviceOutcome(AdvicePlan plan, double multiplyAddsPerDump)
{
    private readonly Dictionary<Candidate, CandidateEnd> ended = [];

    public AdvicePlan Plan => plan;

    /// <summary>What each could spend on each dump.</summary>
    public double MultiplyAddsPerDump => multiplyAddsPerDump;

    /// <summary>By candidate.</summary>
    public IReadOnlyDictionary<Candidate, CandidateEnd> Ended => ended;

    /// <summary>What is advised, once the last rung is through.</summary>
    public Standing Pick { get; private set; } = null!;

    /// <summary>Those that ran to the end, the least error first.</summary>
    public IReadOnlyList<Standing> Finished { get; private set; } = [];

    internal IEnumerable<Standing> Dropped => ended.Values.Select(end => end.Standing).OfType<Standing>();

    /// <summary>All that came to a rung: the pick, those that ran to the end, then those dropped last.</summary>
    public IReadOnlyList<CandidateEnd> InOrder =>
    [
        .. ended.Values.OrderBy(end => end.Standing == Pick ? 0 : 1)
            .ThenByDescending(end => end.Standing?.MegabatchCount ?? 0)
            .ThenBy(end => end.Standing?.Error.Mean ?? 0),
    ];

    /// <summary>Its error less that of the pick, over the dumps that both have learned from.</summary>
    public MeanInterval? BehindPick(Standing one) => one == Pick ? null : one.Behind(Pick);

    /// <summary>Candidates that may be as good as the pick: told apart neither when they were dropped nor at the end.</summary>
    public IReadOnlyList<Standing> NotToldApart =>
    [
        .. InOrder.Where(end => end.Fate != Fate.Worse)
            .Select(end => end.Standing)
            .OfType<Standing>()
            .Where(one => one != Pick && !IsTold(BehindPick(one))),
    ];

    internal static bool IsTold(MeanInterval? difference) =>
        difference is { HalfWidth: { } half } && Math.Abs(difference.Mean) > half;

    internal bool HasFailed(Candidate candidate) => ended.GetValueOrDefault(candidate)?.Fate == Fate.Failed;

    internal void Fail(Candidate candidate, string? note) => ended[candidate] = new CandidateEnd(candidate, null, Fate.Failed, note);

    /// <summary>Drops those that do not go on.</summary>
    /// <returns>The others.</returns>
    internal IReadOnlyList<Candidate> Cut(IReadOnlyList<Standing> standings, int room)
    {
        var fates = plan.Rule.Decide(Standing.Ranked(standings), room);
        foreach (var (standing, fate) in standings.Zip(fates).Where(pair => pair.Second != Fate.GoesOn))
            ended[standing.Candidate] = new CandidateEnd(standing.Candidate, standing, fate, null);
        return [.. standings.Where(one => !ended.ContainsKey(one.Candidate)).Select(one => one.Candidate)];
    }

    internal AdviceOutcome Finish(IReadOnlyList<Standing> standings)
    {
        Finished = [.. standings.OrderBy(one => one.Error.Mean)];
        Pick = standings[plan.Rule.Pick(Standing.Ranked(standings))];
        foreach (var standing in standings)
            ended[standing.Candidate] = new CandidateEnd(standing.Candidate, standing, Fate.GoesOn, null);
        return this;
    }
}

/// <summary>What became of a candidate.</summary>
/// <param name="Standing">When it was dropped, or at the end; null where it failed.</param>
/// <param name="Note">Why it failed.</param>
public sealed record CandidateEnd(Candidate Candidate, Standing? Standing, Fate Fate, string? Note);
