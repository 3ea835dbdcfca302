using System.Buffers;
using System.Runtime.InteropServices;

namespace Alma.Data.Stores;

/// <summary>
/// The examples of a store to learn from, or those to test on, which stay in its files: values are read when they are used. The files are
/// open as long as this is in use, so that a data set that is removed or renamed meanwhile is still learned from.
/// </summary>
public sealed class StoredExamples
{
    private readonly StoreContents contents;
    private readonly int[] places; // of each in the file of its dump
    private readonly int[] starts; // the first of each dump, and their number
    private readonly TableEncoding? encoding;

    /// <param name="places">Of each example in the file of its dump's values, ascending in a dump.</param>
    /// <param name="starts">The first example of each dump, and how many there are.</param>
    /// <param name="encoding">How rows become numbers; null for images, and for rows as they are in the file.</param>
    internal StoredExamples(StoreContents contents, int[] places, int[] starts, TableEncoding? encoding = null) =>
        (this.contents, this.places, this.starts, this.encoding) = (contents, places, starts, encoding);

    /// <summary>N.</summary>
    public int Count => places.Length;

    /// <summary>Bytes of an example: a pixel each of an image, four for each number of a row.</summary>
    public int BytesPerExample => encoding is null ? contents.BytesPerExample : encoding.FeatureCount * sizeof(float);

    /// <summary>Whether these are rows of float32, ready to use, and no images of bytes.</summary>
    public bool AreRows => encoding is not null;

    /// <summary>The same examples, each as the numbers that an encoding makes of its row.</summary>
    internal StoredExamples EncodedBy(TableEncoding table) => new(contents, places, starts, table);

    /// <summary>
    /// Begins to read examples: the disk is told of them, and may bring them while others are worked on. The same one may be asked for
    /// more than once.
    /// </summary>
    /// <param name="indices">Each in [0, N).</param>
    /// <returns>What to finish it by.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no example of an index.</exception>
    public StoredRead Begin(ReadOnlySpan<long> indices)
    {
        var (at, order) = (new long[indices.Length], new int[indices.Length]);
        for (var k = 0; k < indices.Length; k++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[k]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[k], Count);
            var dump = DumpOf((int)indices[k]);
            (at[k], order[k]) = (StoredRead.Place(dump, places[indices[k]]), k);
        }

        Array.Sort(at, order);
        var read = new StoredRead(contents, at, order, encoding);
        read.Announce();
        return read;
    }

    /// <summary>Reads examples one after the other.</summary>
    /// <param name="values">Room for all of them.</param>
    /// <inheritdoc cref="Begin" path="/param|/exception"/>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public void Read(ReadOnlySpan<long> indices, Span<byte> values) => Begin(indices).Finish(values);

    /// <summary>Goes through examples as they are in the files, in an order, some at a time.</summary>
    /// <param name="indices">Each in [0, N).</param>
    /// <param name="take">Given one's place in the order and its bytes, which are good until it returns.</param>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    internal void ForEach(long[] indices, Action<int, ReadOnlySpan<byte>> take)
    {
        var each = BytesPerExample;
        var atOnce = Math.Max(1, StoreContents.BlockBytes / each);
        var block = new byte[Math.Min(atOnce, Math.Max(1, indices.Length)) * each];
        var next = BeginAt(0);
        for (var start = 0; start < indices.Length; start += atOnce)
        {
            var (read, count) = (next!, Math.Min(atOnce, indices.Length - start));
            next = BeginAt(start + atOnce);
            read.Finish(block.AsSpan(0, count * each));
            for (var k = 0; k < count; k++) take(start + k, block.AsSpan(k * each, each));
        }

        StoredRead? BeginAt(int start) =>
            start < indices.Length ? Begin(indices.AsSpan(start, Math.Min(atOnce, indices.Length - start))) : null;
    }

    // The last dump that starts at or before an example; those without any start where the next does.
    private int DumpOf(int index)
    {
        var (low, high) = (0, starts.Length - 2);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (starts[middle] <= index) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}

/// <summary>A read of examples that was begun.</summary>
public sealed class StoredRead
{
    private const int BitsOfPlace = 31;
    private const int MaxRunBytes = 1 << 18;

    private readonly StoreContents contents;
    private readonly long[] at; // ascending
    private readonly int[] order; // which of those asked for each is
    private readonly TableEncoding? encoding;

    internal StoredRead(StoreContents contents, long[] at, int[] order, TableEncoding? encoding) =>
        (this.contents, this.at, this.order, this.encoding) = (contents, at, order, encoding);

    /// <summary>Where an example lies, as a number by which they are in the order of the disk.</summary>
    internal static long Place(int dump, int place) => ((long)dump << BitsOfPlace) | (uint)place;

    /// <summary>Waits for the examples.</summary>
    /// <param name="values">Room for all of them: each comes where it was asked for.</param>
    /// <exception cref="DatasetException">A file cannot be read.</exception>
    public void Finish(Span<byte> values)
    {
        var each = contents.BytesPerExample;
        var width = encoding is null ? each : encoding.FeatureCount * sizeof(float);
        var scratch = ArrayPool<byte>.Shared.Rent(Math.Max(each, MaxRunBytes));
        try
        {
            for (var (start, end) = (0, 0); start < at.Length; start = end)
            {
                end = EndOfRun(start);
                var run = scratch.AsSpan(0, (int)(at[end - 1] - at[start] + 1) * each);
                contents.ReadAt(DumpOf(at[start]), run, PlaceOf(at[start]) * each);
                for (var k = start; k < end; k++)
                    Put(run.Slice((int)(at[k] - at[start]) * each, each), values.Slice(order[k] * width, width));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    internal void Announce()
    {
        var each = contents.BytesPerExample;
        for (var (start, end) = (0, 0); start < at.Length; start = end)
        {
            end = EndOfRun(start);
            contents.Announce(DumpOf(at[start]), PlaceOf(at[start]) * each, (at[end - 1] - at[start] + 1) * each);
        }
    }

    private void Put(ReadOnlySpan<byte> example, Span<byte> to)
    {
        if (encoding is null) example.CopyTo(to);
        else encoding.EncodeRow(Store.Row(example), MemoryMarshal.Cast<byte, float>(to));
    }

    // Examples that lie side by side are read in one go.
    private int EndOfRun(int start)
    {
        var last = at[start] + Math.Max(0, (MaxRunBytes / contents.BytesPerExample) - 1);
        var end = start + 1;
        while (end < at.Length && at[end] - at[end - 1] <= 1 && at[end] <= last) end++;
        return end;
    }

    private static int DumpOf(long at) => (int)(at >> BitsOfPlace);

    private static long PlaceOf(long at) => at & ((1L << BitsOfPlace) - 1);
}
