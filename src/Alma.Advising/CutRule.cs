using Alma.Reports.Comparison;

namespace Alma.Advising;

/// <summary>
/// Which candidates go on, and which one is picked. Pure: it sees numbers alone, so that the same runs always give the same advice.
/// </summary>
/// <param name="goal">What is looked for.</param>
/// <param name="margin">How much larger the error may be for the sake of cost, as a fraction.</param>
public sealed class CutRule(AdviceGoal goal, double margin)
{
    /// <summary>What becomes of each contender, in their order.</summary>
    /// <remarks>
    /// The better half goes on. Of the others those that are told to be worse than the best are dropped. Those that are not go on as long
    /// as the budget has room, the best of them first, and are dropped without being told apart where it has none.
    /// </remarks>
    /// <param name="room">How many beside the better half the budget is enough for.</param>
    public IReadOnlyList<Fate> Decide(IReadOnlyList<RankedCandidate> contenders, int room)
    {
        var order = Order(contenders);
        var half = AdviceRungs.Half(order.Count);
        var fates = new Fate[order.Count];
        for (var place = 0; place < order.Count; place++)
        {
            var index = order[place];
            if (place < half) fates[index] = Fate.GoesOn;
            else if (IsToldWorse(contenders[index])) fates[index] = Fate.Worse;
            else fates[index] = room-- > 0 ? Fate.GoesOn : Fate.NotToldApart;
        }

        return fates;
    }

    /// <summary>The index of the contender that is advised.</summary>
    public int Pick(IReadOnlyList<RankedCandidate> contenders) => goal == AdviceGoal.Error
        ? Best(contenders)
        : Enumerable.Range(0, contenders.Count)
            .Where(index => index == Best(contenders) || contenders[index].Behind?.High <= margin)
            .MinBy(index => contenders[index].Cost);

    /// <summary>The index of the contender with the least error; of several, the cheapest.</summary>
    public static int Best(IReadOnlyList<RankedCandidate> contenders) => Enumerable.Range(0, contenders.Count)
        .OrderBy(index => contenders[index].Error)
        .ThenBy(index => contenders[index].Cost)
        .First();

    private List<int> Order(IReadOnlyList<RankedCandidate> contenders)
    {
        var best = Best(contenders);
        return [.. Enumerable.Range(0, contenders.Count)
            .OrderBy(index => index == best ? 0 : IsCheapEnough(contenders[index]) ? 1 : 2)
            .ThenBy(index => IsCheapEnough(contenders[index]) ? contenders[index].Cost : contenders[index].Error)
            .ThenBy(index => contenders[index].Cost)];
    }

    // By its cost a contender is ranked only where its error is no obstacle as far as is known.
    private bool IsCheapEnough(RankedCandidate contender) => goal == AdviceGoal.Cost && contender.Behind?.Mean <= margin;

    private bool IsToldWorse(RankedCandidate contender) => contender.Behind?.Low > (goal == AdviceGoal.Cost ? margin : 0);
}

/// <summary>A candidate as the rule sees it.</summary>
/// <param name="Error">Mean over its seeds of the average error, as a fraction.</param>
/// <param name="Cost">Multiply-adds per dump.</param>
/// <param name="Behind">Its error less that of the best, seed by seed; null where they have no seed in common.</param>
public sealed record RankedCandidate(double Error, double Cost, MeanInterval? Behind);

/// <summary>What is looked for.</summary>
public enum AdviceGoal
{
    /// <summary>The least error.</summary>
    Error,

    /// <summary>The least cost among those whose error is not larger than the least by more than a margin.</summary>
    Cost,
}

/// <summary>What becomes of a candidate after a rung.</summary>
public enum Fate
{
    GoesOn,

    /// <summary>It is told to be worse than the best.</summary>
    Worse,

    /// <summary>It is not told apart from the best, but the budget has no room for it.</summary>
    NotToldApart,

    /// <summary>A run of it has failed.</summary>
    Failed,
}
