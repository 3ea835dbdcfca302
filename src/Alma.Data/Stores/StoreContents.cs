using System.Runtime.InteropServices;

namespace Alma.Data.Stores;

/// <summary>All examples of a store in memory, those to learn from and those to test on apart, in the order in which they came.</summary>
public sealed class StoreContents
{
    private readonly Store store;

    private StoreContents(Store store) => this.store = store;

    /// <summary>Pixels, or the floats of rows, of the examples to learn from.</summary>
    private byte[] TrainValues { get; set; } = [];

    private byte[] TestValues { get; set; } = [];

    private byte[] TrainLabels { get; set; } = [];

    private byte[] TestLabels { get; set; } = [];

    /// <summary>Reads a store whole, and checks it.</summary>
    /// <exception cref="DatasetException">A file is damaged, or there is more than an array holds.</exception>
    public static StoreContents Read(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        var manifest = store.Manifest;
        var each = manifest.BytesPerExample;
        var (testCount, trainCount) = (manifest.TestCount, manifest.Count - manifest.TestCount);
        if (Math.Max(testCount, trainCount) * each > Array.MaxLength)
            throw new DatasetException(
                $"{store.Name} holds {manifest.Count * each / 1e9:F1} GB to learn from and to test on; valid are at most 2 GB of each.");
        var contents = new StoreContents(store)
        {
            TrainValues = new byte[trainCount * each],
            TestValues = new byte[testCount * each],
            TrainLabels = new byte[trainCount],
            TestLabels = new byte[testCount],
        };
        var (train, test) = (0, 0);
        foreach (var dump in manifest.Dumps) contents.Take(dump, ref train, ref test);
        return contents;
    }

    /// <summary>The cells of the rows to learn from, one row after the other.</summary>
    internal ReadOnlySpan<float> TrainCells => MemoryMarshal.Cast<byte, float>(TrainValues);

    /// <summary>Images, with a normalisation that is given or that of the first megabatch.</summary>
    /// <param name="first">Indices of the first megabatch among the examples to learn from.</param>
    public ImageDataset Images(Normalisation? given, long[] first)
    {
        var shape = store.Manifest.Shape!.Value;
        return new(
            store.Name, store.Manifest.Classes.Count,
            new ImageSet(TrainValues, TrainLabels, shape.Channels, shape.Height, shape.Width),
            new ImageSet(TestValues, TestLabels, shape.Channels, shape.Height, shape.Width),
            given ?? PixelStatistics.Of(TrainValues, shape, first), store.Checksums)
        {
            ClassNames = store.Manifest.Classes
        };
    }

    /// <summary>A table, encoded by what its first megabatch has.</summary>
    /// <inheritdoc cref="Images" path="/param"/>
    public ImageDataset Table(long[] first)
    {
        var encoding = TableEncoding.Of(store.Manifest, TrainCells, first);
        return new(
            store.Name, store.Manifest.Classes.Count,
            ImageSet.OfRows(encoding.Encode(TrainCells), TrainLabels, encoding.FeatureCount),
            ImageSet.OfRows(encoding.Encode(MemoryMarshal.Cast<byte, float>(TestValues)), TestLabels, encoding.FeatureCount),
            new Normalisation([0], [1]), store.Checksums)
        {
            ClassNames = store.Manifest.Classes
        };
    }

    private void Take(StoredDump dump, ref int train, ref int test)
    {
        var (labels, tests) = (store.Labels(dump), store.Tests(dump));
        var each = (int)store.Manifest.BytesPerExample;
        var (nextTrain, nextTest) = (train, test);
        store.ReadValues(dump, (k, bytes) =>
        {
            var place = tests[k] ? nextTest++ : nextTrain++;
            bytes.CopyTo((tests[k] ? TestValues : TrainValues).AsSpan(place * each));
            (tests[k] ? TestLabels : TrainLabels)[place] = (byte)labels[k];
        });
        (train, test) = (nextTrain, nextTest);
    }
}
