namespace Alma.Learning.Streams;

/// <summary>Cuts examples into batches, of which the last may be smaller.</summary>
internal static class Batches
{
    /// <summary>How many there are. A batch may be as large as an <c>int</c> can be, far larger than the examples.</summary>
    public static int Count(int exampleCount, int batchSize) => exampleCount == 0 ? 0 : ((exampleCount - 1) / batchSize) + 1;
}
