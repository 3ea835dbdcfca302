using Alma.Data;

namespace Alma.Learning.Streams;

/// <summary>
/// Cuts examples that are only to be scored into batches. Where images are small, batches are larger than asked for: the size
/// changes neither results nor, up to here, memory that matters, and a small batch wastes time.
/// </summary>
internal static class ScoringBatches
{
    private const int ValuesAtOnce = 1 << 20;

    /// <param name="asked">Examples at once that are at least taken.</param>
    public static IEnumerable<(int Start, int Length)> Of(int exampleCount, int asked, ImageShape shape)
    {
        var size = Math.Min(exampleCount, Math.Max(asked, ValuesAtOnce / shape.Size)); // more would not be an int after a step
        for (var start = 0; start < exampleCount; start += size) yield return (start, Math.Min(size, exampleCount - start));
    }
}
