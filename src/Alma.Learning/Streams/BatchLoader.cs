// M: models, N: examples of an order, B: batch, C, H, W: channels, height, width.
using static TorchSharp.torch;

namespace Alma.Learning.Streams;

/// <summary>Goes through the batches of an order of examples, once, from the first to the last.</summary>
public abstract class BatchLoader : IDisposable
{
    private readonly IReadOnlyList<(int Start, int Length)> batches;
    private int current = -1;

    private protected BatchLoader(int modelCount, IReadOnlyList<(int Start, int Length)> batches) =>
        (ModelCount, this.batches) = (modelCount, batches);

    /// <summary>M.</summary>
    public int ModelCount { get; }

    /// <summary>Where the batch starts in the order.</summary>
    public int Start => batches[current].Start;

    /// <summary>B.</summary>
    public int Length => batches[current].Length;

    /// <summary>Goes to the next batch, or to the first.</summary>
    /// <returns>False after the last.</returns>
    /// <exception cref="Data.DatasetException">It cannot be read.</exception>
    public bool MoveNext()
    {
        if (current + 1 >= batches.Count) return false;
        Prepare(++current);
        return true;
    }

    /// <summary>Gathers and normalises the batch.</summary>
    /// <returns>images (M * B, C, H, W) float32, one model's after the other's, and labels (M * B) int64.</returns>
    public (Tensor Images, Tensor Labels) Gather() => Gather(0, Length);

    /// <summary>The same of a part of the batch, for each model; several threads may do so at once.</summary>
    /// <param name="start">In the batch.</param>
    /// <param name="length">Examples of each model.</param>
    public abstract (Tensor Images, Tensor Labels) Gather(int start, int length);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract void Prepare(int batch);

    protected abstract void Dispose(bool disposing);
}
