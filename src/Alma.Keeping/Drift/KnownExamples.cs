namespace Alma.Keeping.Drift;

/// <summary>
/// How many examples of a dump equal some of earlier ones, and how many would if nothing had changed: as many as of the earlier ones equal
/// others of these.
/// </summary>
/// <param name="Hits">Of the dump.</param>
/// <param name="ReferenceHits">Of the earlier ones.</param>
internal sealed record KnownExamples(int Hits, int Count, int ReferenceHits, int ReferenceCount)
{
    public double Share => Count == 0 ? 0 : (double)Hits / Count;

    public double? Probability =>
        // An example and the one that it equals are one event.
        ShareIncrease.Test(ReferenceHits / 2, ReferenceCount / 2, Hits, Count);

    /// <param name="earlier">Digests of earlier dumps, in any order.</param>
    /// <param name="arriving">Those of the dump.</param>
    public static KnownExamples Of(IEnumerable<ulong[]> earlier, ulong[] arriving)
    {
        ulong[] known = [.. earlier.SelectMany(dump => dump)];
        Array.Sort(known);
        var repeated = 0;
        for (var k = 0; k < known.Length; k++)
            if ((k > 0 && known[k - 1] == known[k]) || (k + 1 < known.Length && known[k + 1] == known[k])) repeated++;
        return new(arriving.Count(one => Array.BinarySearch(known, one) >= 0), arriving.Length, repeated, known.Length);
    }
}
