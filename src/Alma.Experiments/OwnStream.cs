using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments.Options;
using Alma.Learning;
using Alma.Learning.Streams;

namespace Alma.Experiments;

/// <summary>An imported data set as a run learns from it: what it is, and how it is cut.</summary>
internal sealed class OwnStream
{
    // Of the memory that is free: networks, batches and other programs need some too.
    private const double MaxPartOfMemory = 0.5;

    private readonly Store store;
    private readonly Normalisation? given;
    private readonly TableEncoding? encoding;
    private OwnStream(Store store, MegabatchStream megabatches, OwnTrainOptions asked, int streamLength)
    {
        (this.store, Megabatches, given) = (store, megabatches, Given(store, asked));
        var manifest = store.Manifest;
        if (manifest.Kind == StoreKind.Table)
            encoding = TableEncodings.Of(store, asked, streamLength, FirstEncoding);
        Entry = new DatasetEntry
        {
            Name = store.Name,
            Description = "Imported",
            Licence = manifest.Licence,
            ClassCount = manifest.Classes.Count,
            ClassNames = [.. manifest.Classes],
            TrainCount = manifest.Dumps.Sum(dump => dump.Count - dump.TestCount),
            TestCount = manifest.Dumps.Sum(dump => dump.TestCount),
            Shape = manifest.Shape ?? new ImageShape(1, 1, encoding!.FeatureCount),
            // What the first megabatch has is counted when it is loaded; until then only the number of channels matters.
            Normalisation = given ?? new([.. new float[manifest.Shape?.Channels ?? 1]], [1]),
            IsTable = encoding is not null,
        };
    }

    public DatasetEntry Entry { get; }

    public MegabatchStream Megabatches { get; }

    /// <summary>Whether more dumps may come, so that nothing is the end of it.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Of its files.</summary>
    public long ByteCount => store.ByteCount;

    private long[] First => Megabatches.StartingAt(0).First().Examples;

    /// <summary>Looks at a data set: of images at its manifest alone, of a table at what its first megabatch has.</summary>
    /// <param name="asked">The stream's options.</param>
    /// <param name="streamLength">Megabatches, where the options ask for a number.</param>
    /// <param name="isOpen">Whether dumps may come to it.</param>
    /// <exception cref="LearningException">It cannot be cut so.</exception>
    /// <exception cref="DatasetException">A file of it is damaged.</exception>
    public static OwnStream Of(Store store, OwnTrainOptions asked, int streamLength, bool isOpen)
    {
        var megabatches = StoreCut.Of(store, asked, streamLength);
        if (store.Manifest.Kind == StoreKind.Table && asked.Normalisation is not null)
            throw new LearningException($"{store.Name} is a table, so normalisation has no effect: leave it out.");
        return new(store, megabatches, asked, streamLength) { IsOpen = isOpen };
    }

    /// <summary>Whether all values may be held where so much memory is free.</summary>
    public bool FitsInto(double freeBytes)
    {
        var values = (double)Entry.Shape.Size;
        var bytes = (Entry.TrainCount + (double)Entry.TestCount) * values * (Entry.IsTable ? sizeof(float) : 1);
        return Math.Max(Entry.TrainCount, Entry.TestCount) * values <= Array.MaxLength && bytes <= MaxPartOfMemory * freeBytes;
    }

    /// <summary>Makes it ready to learn from, normalised by its first megabatch. All of it is read, and checked.</summary>
    /// <param name="inMemory">Whether all values are held.</param>
    /// <exception cref="DatasetException">A file of it is damaged, or it is too large to be held.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    /// <returns>The examples, and the files they lie in, to be closed when they are read no more; null where all are held.</returns>
    public (ImageDataset Dataset, IDisposable? Files) Load(bool inMemory, CancellationToken cancellation)
    {
        var contents = StoreContents.Open(store);
        var isLeftOpen = false;
        try
        {
            var dataset = encoding is null
                ? contents.Images(given, First, inMemory, cancellation)
                : contents.Table(encoding, inMemory, cancellation);
            isLeftOpen = !inMemory;
            return (dataset, inMemory ? null : contents);
        }
        finally
        {
            if (!isLeftOpen) contents.Dispose();
        }
    }

    private TableEncoding FirstEncoding()
    {
        using var contents = StoreContents.Open(store);
        return TableEncoding.Of(contents, store, First);
    }

    private static Normalisation? Given(Store store, OwnTrainOptions asked)
    {
        if (asked.Normalisation is not { } given) return null;
        var channels = store.Manifest.Shape?.Channels ?? 1;
        if (given.Mean.Length != channels || given.Std.Length != channels || Array.Exists(given.Std, deviation => !(deviation > 0)))
            throw new LearningException(
                $"normalisation has {given.Mean.Length} means and {given.Std.Length} deviations, but images of {store.Name} have "
                + $"{channels} channel{(channels == 1 ? "" : "s")}; give one of each for each, deviations above 0.");
        return new([.. given.Mean.Select(mean => (float)mean)], [.. given.Std.Select(deviation => (float)deviation)]);
    }
}
