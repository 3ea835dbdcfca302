namespace Alma.Learning.Streams;

/// <summary>
/// Permutations equal to NumPy's, index for index, so that a megabatch holds the same examples here and in the Python project.
/// </summary>
public static class NumPyPermutation
{
    /// <summary>What <c>numpy.random.seed(seed); numpy.random.permutation(numpy.arange(count))</c> gives.</summary>
    public static long[] Draw(uint seed, int count) => Draw(new MersenneTwister(seed), count);

    /// <summary>A permutation of 0 .. count - 1 from the next draws of a generator (Fisher-Yates from the end).</summary>
    public static long[] Draw(MersenneTwister generator, int count)
    {
        var permutation = new long[count];
        for (var i = 0; i < count; i++) permutation[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var j = generator.NextUpTo((uint)i);
            (permutation[i], permutation[j]) = (permutation[j], permutation[i]);
        }
        return permutation;
    }

    /// <summary>
    /// What <c>numpy.array_split</c> gives: <paramref name="parts"/> runs, the first ones longer by one where they do not divide evenly.
    /// </summary>
    public static long[][] Split(long[] indices, int parts)
    {
        var split = new long[parts][];
        for (int k = 0, start = 0; k < parts; k++)
        {
            var end = start + PartLength(indices.Length, parts, k);
            split[k] = indices[start..end];
            start = end;
        }
        return split;
    }

    /// <summary>How long the part of an index is.</summary>
    internal static int PartLength(int count, int parts, int index) => (count / parts) + (index < count % parts ? 1 : 0);
}
