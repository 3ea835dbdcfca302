namespace Alma.Learning.Streams;

/// <summary>Which earlier examples are remembered, to be replayed.</summary>
public enum MemoryKind
{
    /// <summary>All that the last update used.</summary>
    All,

    /// <summary>Of all that have come as many as there is room for, drawn at random: each with the same probability.</summary>
    Reservoir,

    /// <summary>Those that came last.</summary>
    Recent,

    /// <summary>Of each class as many as of the others, as far as there are so many; which of a class is drawn at random.</summary>
    Balanced,
}

/// <summary>
/// Chooses what a memory of a bounded size keeps. Each example has a random number of its own, and the smallest are kept (bottom-k
/// sampling: Cohen and Kaplan, "Summarizing data using bottom-k sketches", 2007). So what is kept follows from which examples have
/// come, and not from how they were cut, and nothing but the indices of what is kept has to be saved.
/// </summary>
/// <param name="Kind">Any but <see cref="MemoryKind.All"/>.</param>
/// <param name="Size">Examples kept at most, at least 1.</param>
/// <param name="Draw">The random number of an example.</param>
/// <param name="LabelsOf">The labels of some examples, in their order.</param>
public sealed record BoundedMemory(MemoryKind Kind, int Size, Func<long, ulong> Draw, Func<long[], long[]> LabelsOf)
{
    /// <summary>What is kept of what was kept before and what has come since, none of it in both.</summary>
    public long[] Keep(long[] remembered, long[] arrived)
    {
        long[] all = [.. remembered, .. arrived];
        return Kind switch
        {
            MemoryKind.Recent => all[Math.Max(0, all.Length - Size)..],
            MemoryKind.Reservoir => [.. InDrawnOrder(all).Take(Size)],
            MemoryKind.Balanced => Balanced([.. InDrawnOrder(all)]),
            _ => throw new InvalidOperationException($"a memory of {Kind} has no bound"),
        };
    }

    // The first of each class, then the second of each, and so on.
    private long[] Balanced(long[] drawn)
    {
        var met = new Dictionary<long, int>();
        var ranks = Array.ConvertAll(LabelsOf(drawn), label => met[label] = met.GetValueOrDefault(label) + 1);
        return [.. drawn.Zip(ranks).OrderBy(example => example.Second).Take(Size).Select(example => example.First)]; // a stable sort
    }

    private IOrderedEnumerable<long> InDrawnOrder(long[] examples) => examples.OrderBy(Draw).ThenBy(example => example);
}
