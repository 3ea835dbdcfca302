namespace Alma.Advising;

/// <summary>
/// Successive halving (Jamieson and Talwalkar, 2016, arXiv 1502.07943) over dumps: after how many of them candidates are compared, and how
/// many are left then.
/// </summary>
public static class AdviceRungs
{
    // After the first dump all that differ in what they do with earlier ones are still alike.
    private const int Fewest = 2;

    /// <summary>The numbers of dumps, ascending; the last is that of all.</summary>
    /// <param name="megabatchCount">Dumps that are learned from.</param>
    /// <param name="candidateCount">Each rung but the last drops half of them, as long as two are left.</param>
    /// <param name="waits">
    /// Those of the candidates: one that waits for w dumps can stop only where it has learned from all that came.
    /// </param>
    public static IReadOnlyList<int> Of(int megabatchCount, int candidateCount, IReadOnlyCollection<int> waits)
    {
        var unit = waits.Aggregate(1, (common, wait) => Common(common, wait));
        var ends = new List<int> { megabatchCount };
        for (var left = candidateCount; left > Fewest; left = Half(left))
        {
            var end = (ends[0] + 1) / 2;
            end = (end + unit - 1) / unit * unit;
            if (end < Fewest || end >= ends[0]) break;
            ends.Insert(0, end);
        }

        return ends;
    }

    /// <summary>How many of some candidates go on: the better half.</summary>
    public static int Half(int count) => (count + 1) / 2;

    /// <summary>Dumps that all candidates together learn from, with a seed each, where every rung halves them.</summary>
    public static double Work(IReadOnlyList<int> ends, int candidateCount)
    {
        var (work, left, before) = (0.0, candidateCount, 0);
        foreach (var end in ends)
        {
            work += (double)left * (end - before);
            (left, before) = (Half(left), end);
        }

        return work;
    }

    private static int Common(int one, int other)
    {
        var (larger, rest) = (one, other);
        while (rest != 0) (larger, rest) = (rest, larger % rest);
        return one / larger * other;
    }
}
