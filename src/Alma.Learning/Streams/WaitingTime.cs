namespace Alma.Learning.Streams;

/// <summary>
/// Gathers megabatches until it is time to learn from them: at every w-th, from all that arrived since, and at the end of the
/// stream from the rest (the paper, section 3: the waiting time).
/// </summary>
/// <param name="length">w: 1 learns from every megabatch as it comes.</param>
/// <param name="megabatchCount">Of the stream, whose last megabatch is learned from whatever its place.</param>
/// <param name="tooSmall">
/// Megabatches at which it would be time, but too little has come to learn from: it waits until the next time. None by default.
/// </param>
public sealed class WaitingTime(int length, int megabatchCount, IReadOnlyCollection<int>? tooSmall = null)
{
    private readonly HashSet<int> tooSmall = [.. tooSmall ?? []];
    private readonly List<long> waiting = [];

    /// <summary>The first of the megabatches that are waiting when the one of this index arrives.</summary>
    public int FirstWaiting(int megabatchIndex)
    {
        var first = megabatchIndex - (megabatchIndex % length);
        while (tooSmall.Contains(first - 1)) first -= length;
        return first;
    }

    /// <summary>How often it has been learned before the megabatch of this index arrives.</summary>
    public int UpdatesBefore(int megabatchIndex) =>
        (megabatchIndex / length) + (megabatchIndex == megabatchCount && megabatchIndex % length != 0 ? 1 : 0)
        - tooSmall.Count(index => index < megabatchIndex);

    /// <summary>Whether what waited is learned from when the megabatch of this index arrives.</summary>
    public bool IsTime(int megabatchIndex) =>
        ((megabatchIndex + 1) % length == 0 || megabatchIndex + 1 == megabatchCount) && !tooSmall.Contains(megabatchIndex);

    /// <summary>A megabatch arrives.</summary>
    /// <returns>All that waited, as one megabatch of this one's index, if it is time to learn; else null.</returns>
    public Megabatch? Arrive(Megabatch megabatch)
    {
        waiting.AddRange(megabatch.Examples);
        if (!IsTime(megabatch.Index)) return null;
        var arrived = new Megabatch(megabatch.Index, [.. waiting]) { Update = UpdatesBefore(megabatch.Index) };
        waiting.Clear();
        return arrived;
    }
}
