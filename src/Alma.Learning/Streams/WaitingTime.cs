namespace Alma.Learning.Streams;

/// <summary>
/// Gathers megabatches until it is time to learn from them: at every w-th, from all that arrived since, and at the end of the
/// stream from the rest (the paper, section 3: the waiting time).
/// </summary>
/// <param name="length">w: 1 learns from every megabatch as it comes.</param>
/// <param name="megabatchCount">Of the stream, whose last megabatch is learned from whatever its place.</param>
public sealed class WaitingTime(int length, int megabatchCount)
{
    private readonly List<long> waiting = [];

    /// <summary>The first of the megabatches that are waiting when the one of this index arrives.</summary>
    public int FirstWaiting(int megabatchIndex) => megabatchIndex - (megabatchIndex % length);

    /// <summary>How often it has been learned before the megabatch of this index arrives.</summary>
    public int UpdatesBefore(int megabatchIndex) =>
        (megabatchIndex / length) + (megabatchIndex == megabatchCount && megabatchIndex % length != 0 ? 1 : 0);

    /// <summary>Whether what waited is learned from when the megabatch of this index arrives.</summary>
    public bool IsTime(int megabatchIndex) => (megabatchIndex + 1) % length == 0 || megabatchIndex + 1 == megabatchCount;

    /// <summary>A megabatch arrives.</summary>
    /// <returns>All that waited, as one megabatch of this one's index, if it is time to learn; else null.</returns>
    public Megabatch? Arrive(Megabatch megabatch)
    {
        waiting.AddRange(megabatch.Examples);
        if (!IsTime(megabatch.Index)) return null;
        var arrived = new Megabatch(megabatch.Index, [.. waiting]) { Update = megabatch.Index / length };
        waiting.Clear();
        return arrived;
    }
}
