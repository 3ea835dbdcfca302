using System.Security.Cryptography;
using Alma.Data.Stores;
using Alma.Runs.Drift;

namespace Alma.Keeping.Drift;

/// <summary>What is counted of a dump: its classes, the bins of its features, and by what its examples are known again.</summary>
/// <param name="Digests">Sorted: one of each example's values.</param>
internal sealed record DumpProfile(ArrivalReport Counts, ulong[] Digests)
{
    private const int MaxRowsForEdges = 50_000;

    /// <summary>Reads a dump, those of its examples included that are tested on.</summary>
    /// <param name="bins">Features of an earlier dump, for their edges; null to take edges from this one.</param>
    /// <exception cref="Data.DatasetException">A file of it is damaged.</exception>
    public static DumpProfile Of(
        Store store, StoredDump dump, int megabatch, IReadOnlyList<FeatureCounts>? bins, CancellationToken cancellation)
    {
        var reading = new FeatureReading(store.Manifest);
        var edges = bins?.ToDictionary(feature => feature.Name, feature => feature.Edges) ?? EdgesOf(store, dump, reading, cancellation);
        FeatureBins[] features = [.. reading.Names.Select((name, k) =>
            new FeatureBins(name, reading.AreCategories[k] ? null : edges.GetValueOrDefault(name) ?? []))];
        var (digests, values) = (new ulong[dump.Count], new double[features.Length]);
        store.ReadValues(dump, (k, bytes) =>
        {
            cancellation.ThrowIfCancellationRequested();
            digests[k] = Digest(bytes);
            reading.Read(bytes, values);
            for (var f = 0; f < features.Length; f++) features[f].Add(values[f]);
        });
        Array.Sort(digests);
        var counts = new ArrivalReport
        {
            Megabatch = megabatch,
            Dump = dump.Name,
            Folder = dump.Folder,
            Examples = dump.Count,
            Classes = store.Labels(dump).CountBy(label => store.Manifest.Classes[label])
                .OrderBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Value),
            Features = [.. features.Select(feature => feature.Counts())],
        };
        return new(counts, digests);
    }

    private static Dictionary<string, IReadOnlyList<double>?> EdgesOf(
        Store store, StoredDump dump, FeatureReading reading, CancellationToken cancellation)
    {
        var stride = 1 + (dump.Count / MaxRowsForEdges);
        List<double>[] seen = [.. reading.Names.Select(_ => new List<double>())];
        var values = new double[seen.Length];
        store.ReadValues(dump, (k, bytes) =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (k % stride != 0) return;
            reading.Read(bytes, values);
            for (var f = 0; f < seen.Length; f++)
                if (!reading.AreCategories[f]) seen[f].Add(values[f]);
        });
        return reading.Names.Select((name, f) => (name, f))
            .ToDictionary(one => one.name, one => reading.AreCategories[one.f] ? null : FeatureBins.Edges(seen[one.f]));
    }

    // Of 20 million examples, two that differ have the same one with a probability of 1 in 90,000.
    private static ulong Digest(ReadOnlySpan<byte> bytes)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        return BitConverter.ToUInt64(digest);
    }
}
