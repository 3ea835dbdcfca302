namespace Alma.Learning.Streams;

/// <summary>
/// The training set, cut into megabatches that arrive one after the other: shuffled once (the paper, section 3: a stream
/// of large chunks from one distribution), or as somebody else has cut it.
/// </summary>
public sealed class MegabatchStream
{
    private readonly long[][] megabatches;

    /// <param name="exampleCount">Training examples in all.</param>
    /// <param name="megabatchCount">Megabatches to cut them into; where there are more than examples, the last are empty.</param>
    /// <param name="seed">Of the shuffling; the same seed gives the megabatches of the Python project.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no megabatch.</exception>
    public MegabatchStream(int exampleCount, int megabatchCount, uint seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(megabatchCount, 1);
        // A single megabatch is the data set in its own order, as in the Python project.
        megabatches = megabatchCount == 1
            ? [[.. Enumerable.Range(0, exampleCount).Select(i => (long)i)]]
            : NumPyPermutation.Split(NumPyPermutation.Draw(seed, exampleCount), megabatchCount);
    }

    /// <param name="megabatches">Indices of the training examples of each, as they arrive.</param>
    public MegabatchStream(long[][] megabatches) => this.megabatches = megabatches;

    public int Count => megabatches.Length;

    /// <summary>Examples that arrive with a megabatch.</summary>
    public int LengthOf(int index) => megabatches[index].Length;

    /// <summary>The megabatches from <paramref name="index"/> on, in their order of arrival.</summary>
    public IEnumerable<Megabatch> StartingAt(int index)
    {
        for (var k = index; k < megabatches.Length; k++) yield return new Megabatch(k, megabatches[k]);
    }
}
