using Alma.Data;
using Alma.Data.Stores;
using Alma.Experiments.Options;
using Alma.Learning;
using Alma.Learning.Streams;

namespace Alma.Experiments;

/// <summary>An imported data set as a run learns from it: what it is, and how it is cut.</summary>
internal sealed record OwnStream(Store Store, DatasetEntry Entry, MegabatchStream Megabatches)
{
    /// <summary>Looks at a data set: of images at its manifest alone, of a table at what its first megabatch has.</summary>
    /// <param name="asked">The stream's options.</param>
    /// <param name="streamLength">Megabatches, where the options ask for a number.</param>
    /// <exception cref="LearningException">It cannot be cut so.</exception>
    /// <exception cref="DatasetException">A file of it is damaged.</exception>
    public static OwnStream Of(Store store, OwnTrainOptions asked, int streamLength)
    {
        var megabatches = StoreCut.Of(store, asked, streamLength);
        var manifest = store.Manifest;
        var isTable = manifest.Kind == StoreKind.Table;
        if (isTable && asked.Normalisation is not null)
            throw new LearningException($"{store.Name} is a table, so normalisation has no effect: leave it out.");
        var entry = new DatasetEntry
        {
            Name = store.Name,
            Description = "Imported",
            ClassCount = manifest.Classes.Count,
            ClassNames = [.. manifest.Classes],
            TrainCount = manifest.Dumps.Sum(dump => dump.Count - dump.TestCount),
            TestCount = manifest.Dumps.Sum(dump => dump.TestCount),
            Shape = manifest.Shape ?? new ImageShape(1, 1, Features(store, megabatches)),
            // What the first megabatch has is counted when it is loaded; until then only the number of channels matters.
            Normalisation = Given(store, asked) ?? new([.. new float[manifest.Shape?.Channels ?? 1]], [1]),
            IsTable = isTable,
        };
        return new(store, entry, megabatches);
    }

    /// <summary>Reads it into memory, normalised by its first megabatch.</summary>
    /// <exception cref="DatasetException">A file of it is damaged.</exception>
    public ImageDataset Load(OwnTrainOptions asked)
    {
        var contents = StoreContents.Read(Store);
        return Entry.IsTable ? contents.Table(First(Megabatches)) : contents.Images(Given(Store, asked), First(Megabatches));
    }

    private static int Features(Store store, MegabatchStream megabatches) =>
        TableEncoding.Of(StoreContents.Read(store), store, First(megabatches)).FeatureCount;

    private static long[] First(MegabatchStream megabatches) => megabatches.StartingAt(0).First().Examples;

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
