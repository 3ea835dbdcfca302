using System.Security.Cryptography;
using Alma.Data.Imports;

namespace Alma.Data.Stores;

/// <summary>What is to be seen in a store: examples by class and dump, the ranges of their values, and what looks wrong.</summary>
public sealed record StoreSummary
{
    /// <summary>Examples to look at of each class.</summary>
    public const int ShownPerClass = 8;

    public required Store Store { get; init; }

    /// <summary>Examples by dump and class, those to test on included.</summary>
    public required IReadOnlyList<int[]> Counts { get; init; }

    /// <summary>Of each column of a table; for images of their bytes, in one.</summary>
    public required IReadOnlyList<ColumnSummary> Columns { get; init; }

    /// <summary>The first images of each class, in the order of the classes; empty for tables.</summary>
    public required IReadOnlyList<IReadOnlyList<byte[]>> Shown { get; init; }

    /// <summary>Examples to test on of which an equal one is learned from.</summary>
    public required int LeakedCount { get; init; }

    /// <summary>A sentence for each thing that looks wrong.</summary>
    public IReadOnlyList<string> Doubts => [.. StoreDoubts.Of(this)];

    /// <summary>Examples of a class in all dumps.</summary>
    public int CountOf(int label) => Counts.Sum(dump => dump[label]);

    /// <summary>Reads all of a store, and checks it.</summary>
    /// <exception cref="DatasetException">A file of it is damaged.</exception>
    public static StoreSummary Of(Store store, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        var manifest = store.Manifest;
        var (learned, tested) = (new ulong[manifest.Count - manifest.TestCount], new ulong[manifest.TestCount]);
        var (learnedCount, testedCount) = (0, 0);
        List<int[]> counts = [];
        List<byte[]>[] shown = [.. manifest.Classes.Select(_ => new List<byte[]>())];
        var columns = new ColumnTally(manifest);
        foreach (var dump in manifest.Dumps)
        {
            var (labels, tests, ofDump) = (store.Labels(dump), store.Tests(dump), new int[manifest.Classes.Count]);
            store.ReadValues(dump, (k, bytes) =>
            {
                cancellation.ThrowIfCancellationRequested();
                ofDump[labels[k]]++;
                columns.Add(bytes);
                if (manifest.Kind == StoreKind.Image && shown[labels[k]].Count < ShownPerClass) shown[labels[k]].Add(bytes.ToArray());
                var digest = Digest(bytes);
                if (tests[k]) tested[testedCount++] = digest;
                else learned[learnedCount++] = digest;
            });
            counts.Add(ofDump);
        }

        Array.Sort(learned);
        return new()
        {
            Store = store,
            Counts = counts,
            Columns = columns.Summaries(),
            Shown = manifest.Kind == StoreKind.Image ? shown : [],
            LeakedCount = tested.Count(one => Array.BinarySearch(learned, one) >= 0),
        };
    }

    // Of 20 million examples, two that differ have the same one with a probability of 1 in 90,000.
    private static ulong Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return BitConverter.ToUInt64(digest);
    }
}

/// <summary>The values of a column.</summary>
/// <param name="Name">Null for the bytes of images.</param>
/// <param name="Least">Null where all are missing; of a date its days since 1970, of a category its number.</param>
/// <param name="Most">The same.</param>
public sealed record ColumnSummary(string? Name, ColumnKind Kind, float? Least, float? Most, long MissingCount, int CategoryCount);

/// <summary>Follows the least and the most of each column.</summary>
internal sealed class ColumnTally(StoreManifest manifest)
{
    private readonly float[] least = [.. Enumerable.Repeat(float.PositiveInfinity, Math.Max(1, manifest.Columns.Count))];
    private readonly float[] most = [.. Enumerable.Repeat(float.NegativeInfinity, Math.Max(1, manifest.Columns.Count))];
    private readonly long[] missing = new long[Math.Max(1, manifest.Columns.Count)];

    public void Add(ReadOnlySpan<byte> example)
    {
        if (manifest.Kind == StoreKind.Image)
        {
            foreach (var value in example) Add(0, value);
            return;
        }

        var cells = Store.Row(example);
        var place = 0;
        for (var k = 0; k < manifest.Columns.Count; k++)
        {
            Add(k, cells[place]);
            place += manifest.Columns[k].CellCount;
        }
    }

    public IReadOnlyList<ColumnSummary> Summaries() => manifest.Kind == StoreKind.Image
        ? [Summary(0, null, ColumnKind.Number, 0)]
        : [.. manifest.Columns.Select((column, k) => Summary(k, column.Name, column.Kind, column.Categories.Count))];

    private ColumnSummary Summary(int k, string? name, ColumnKind kind, int categoryCount) => float.IsInfinity(least[k])
        ? new(name, kind, null, null, missing[k], categoryCount)
        : new(name, kind, least[k], most[k], missing[k], categoryCount);

    private void Add(int column, float value)
    {
        if (float.IsNaN(value)) missing[column]++;
        else (least[column], most[column]) = (Math.Min(least[column], value), Math.Max(most[column], value));
    }
}

/// <summary>Says what looks wrong in a store.</summary>
internal static class StoreDoubts
{
    private const int MostNames = 10;

    public static IEnumerable<string> Of(StoreSummary summary)
    {
        var manifest = summary.Store.Manifest;
        var classes = manifest.Classes;
        if (summary.LeakedCount > 0)
            yield return $"{summary.LeakedCount} of the {manifest.TestCount} examples to test on are equal to some that are learned from.";
        if (classes.Count == 1) yield return "There is only one class: nothing can be learned.";
        if (Named(classes.Where((_, k) => summary.CountOf(k) == 1)) is { } single)
            yield return $"Of these classes there is one example: {single}.";
        if (Named(classes.Where((_, k) => summary.CountOf(k) == 0)) is { } none)
            yield return $"Of these classes there is no example: {none}.";
        if (Named(ComeLater(summary)) is { } late) yield return $"These classes come in a later dump than the first: {late}.";
        if (Named(manifest.Dumps.Where(dump => dump.Count == 0).Select(dump => dump.Name)) is { } empty)
            yield return $"These dumps are empty: {empty}.";
        if (manifest.Dumps.Sum(dump => dump.Unlabelled) is > 0 and var unlabelled)
            yield return $"{unlabelled} examples without a label were left out.";
        if (Named(summary.Columns.Where(column => column.Name is not null && column.Least == column.Most).Select(column => column.Name!))
            is { } constant)
            yield return $"These columns have one value or none: {constant}.";
        if (manifest.LeftOut.Count > 0) yield return $"These columns of text are not learned from: {Named(manifest.LeftOut)}.";
    }

    // Dumps are counted from 1, as megabatches are where they are shown.
    private static IEnumerable<string> ComeLater(StoreSummary summary)
    {
        var (manifest, counts) = (summary.Store.Manifest, summary.Counts);
        for (var label = 0; label < manifest.Classes.Count; label++)
        {
            var first = Enumerable.Range(0, counts.Count).FirstOrDefault(dump => counts[dump][label] > 0);
            if (first > 0 && counts[0].Sum() > 0)
                yield return $"{manifest.Classes[label]} (new in dump {first + 1}, {manifest.Dumps[first].Name})";
        }
    }

    private static string? Named(IEnumerable<string> names)
    {
        var all = names.ToList();
        var more = all.Count > MostNames ? $" and {all.Count - MostNames} more" : "";
        return all.Count == 0 ? null : string.Join(", ", all.Take(MostNames)) + more;
    }
}
