using System.Runtime.InteropServices;
using Alma.Files;

namespace Alma.Data.Stores;

/// <summary>
/// The examples of a store, those to learn from and those to test on apart, in the order in which they came. Labels are held, a byte
/// each, and where each example lies; values stay in their files, or are held if that is asked for.
/// </summary>
public sealed class StoreContents : IDisposable
{
    /// <summary>What is read at once where all is gone through.</summary>
    internal const int BlockBytes = 1 << 20;

    private readonly Store store;
    private readonly PositionedFile[] files;
    private readonly Examples train;
    private readonly Examples test;
    private readonly CheckedFiles checkedFiles;

    private StoreContents(Store store, TimeProvider time)
    {
        var manifest = store.Manifest;
        this.store = store;
        BytesPerExample = checked((int)manifest.BytesPerExample);
        train = new Examples(manifest.Count - manifest.TestCount);
        test = new Examples(manifest.TestCount);
        foreach (var dump in manifest.Dumps)
        {
            var (labels, tests) = (store.Labels(dump), store.Tests(dump));
            for (var k = 0; k < dump.Count; k++) (tests[k] ? test : train).Add(k, labels[k]);
            train.EndDump();
            test.EndDump();
        }

        files = [.. manifest.Dumps.Select(store.OpenValues)];
        checkedFiles = new CheckedFiles(store, time);
        Train = new StoredExamples(this, train.Places, train.Starts);
        Test = new StoredExamples(this, test.Places, test.Starts);
    }

    /// <summary>Those to learn from, as they are in the files.</summary>
    public StoredExamples Train { get; }

    /// <summary>Those to test on, as they are in the files.</summary>
    public StoredExamples Test { get; }

    /// <summary>Of an example in the file of values.</summary>
    internal int BytesPerExample { get; }

    /// <summary>Opens a store, reads which example is of which class and which are tested on, and checks these files.</summary>
    /// <exception cref="DatasetException">A file is damaged.</exception>
    public static StoreContents Open(Store store) => Open(store, TimeProvider.System);

    /// <param name="time">Says how long ago a file was written.</param>
    /// <inheritdoc cref="Open(Store)"/>
    internal static StoreContents Open(Store store, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new(store, time);
    }

    /// <summary>
    /// Images, with a normalisation that is given or that of the first megabatch. All values are read once, and checked; those that stay in
    /// their files only where they may have been written since they were last checked.
    /// </summary>
    /// <param name="first">Indices of the first megabatch among the examples to learn from.</param>
    /// <param name="inMemory">Whether all are held in memory.</param>
    /// <exception cref="DatasetException">A file is damaged, or there is more than an array holds.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public ImageDataset Images(Normalisation? given, long[] first, bool inMemory = true, CancellationToken cancellation = default)
    {
        var shape = store.Manifest.Shape!.Value;
        var (learned, tested) = inMemory ? HeldImages(shape, cancellation) : Stored(Train, Test, shape, cancellation);
        return Dataset(learned, tested, given ?? PixelStatistics.Of(Train, shape, first));
    }

    /// <summary>A table, encoded by what its first megabatch has.</summary>
    /// <inheritdoc cref="Images" path="/param|/exception"/>
    public ImageDataset Table(long[] first, bool inMemory = true, CancellationToken cancellation = default) =>
        Table(TableEncoding.Of(this, store, first), inMemory, cancellation);

    /// <summary>A table, encoded.</summary>
    /// <param name="encoding">By its first megabatch.</param>
    /// <inheritdoc cref="Images" path="/param|/exception"/>
    public ImageDataset Table(TableEncoding encoding, bool inMemory = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        var (learned, tested) = inMemory
            ? HeldRows(encoding, cancellation)
            : Stored(Train.EncodedBy(encoding), Test.EncodedBy(encoding), new ImageShape(1, 1, encoding.FeatureCount), cancellation);
        return Dataset(learned, tested, new Normalisation([0], [1])) with { Columns = encoding.Describe(store.Manifest.Columns) };
    }

    /// <summary>Closes the files. What is held in memory stays; what was left in the files can be read no more.</summary>
    public void Dispose()
    {
        foreach (var file in files) file.Dispose();
    }

    /// <exception cref="DatasetException">They cannot be read.</exception>
    internal void ReadAt(int dump, Span<byte> bytes, long offset)
    {
        try
        {
            files[dump].Read(bytes, offset);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw store.Damaged(store.Manifest.Dumps[dump], DumpFiles.Values, $"no bytes that can be read ({unreadable.Message})");
        }
    }

    internal void Announce(int dump, long offset, long length) => files[dump].Announce(offset, length);

    private ImageDataset Dataset(ImageSet learned, ImageSet tested, Normalisation normalisation) =>
        new(store.Name, store.Manifest.Classes.Count, learned, tested, normalisation, store.Checksums)
        {
            ClassNames = store.Manifest.Classes,
            Licence = store.Manifest.Licence,
        };

    private (ImageSet Learned, ImageSet Tested) Stored(
        StoredExamples learned, StoredExamples tested, ImageShape shape, CancellationToken cancellation)
    {
        CheckValues(cancellation);
        return (ImageSet.OfStored(learned, train.Labels, shape), ImageSet.OfStored(tested, test.Labels, shape));
    }

    private (ImageSet Learned, ImageSet Tested) HeldImages(ImageShape shape, CancellationToken cancellation)
    {
        var (learned, tested) = (Room<byte>(train, shape.Size), Room<byte>(test, shape.Size));
        ForEach((isTest, index, bytes) => bytes.CopyTo((isTest ? tested : learned).AsSpan(index * shape.Size)), cancellation);
        return (
            new ImageSet(learned, train.Labels, shape.Channels, shape.Height, shape.Width),
            new ImageSet(tested, test.Labels, shape.Channels, shape.Height, shape.Width));
    }

    private (ImageSet Learned, ImageSet Tested) HeldRows(TableEncoding encoding, CancellationToken cancellation)
    {
        var width = encoding.FeatureCount;
        var (learned, tested) = (Room<float>(train, width), Room<float>(test, width));
        ForEach(
            (isTest, index, bytes) => encoding.EncodeRow(Store.Row(bytes), (isTest ? tested : learned).AsSpan(index * width, width)),
            cancellation);
        return (ImageSet.OfRows(learned, train.Labels, width), ImageSet.OfRows(tested, test.Labels, width));
    }

    private T[] Room<T>(Examples examples, int each)
    {
        var count = (long)examples.Labels.Length * each;
        if (count > Array.MaxLength)
            throw new DatasetException(
                $"{store.Name} holds {count * Marshal.SizeOf<T>() / 1e9:F1} GB to learn from or to test on; memory holds at most "
                + $"{(double)Array.MaxLength * Marshal.SizeOf<T>() / 1e9:F1} GB of each.")
            {
                Need = new DatasetNeed.LeftInFiles(),
            };
        return new T[count];
    }

    // Checks the files on the way.
    private void ForEach(TakeExample take, CancellationToken cancellation)
    {
        var (nextTrain, nextTest) = (0, 0);
        ReadFiles(_ => true, (d, dump, file) =>
        {
            var endOfTests = test.Starts[d + 1];
            store.ReadValues(
                dump, file,
                (k, bytes) =>
                {
                    var isTest = nextTest < endOfTests && test.Places[nextTest] == k;
                    take(isTest, isTest ? nextTest++ : nextTrain++, bytes);
                },
                cancellation);
        });
    }

    private void CheckValues(CancellationToken cancellation) => ReadFiles(
        d => !checkedFiles.Has(store.Manifest.Dumps[d], DumpFiles.Values, files[d].Stamp),
        (_, dump, file) => store.Check(dump, DumpFiles.Values, file, cancellation));

    private void ReadFiles(Func<int, bool> isWanted, Action<int, StoredDump, PositionedFile> read)
    {
        try
        {
            foreach (var d in Enumerable.Range(0, files.Length).Where(isWanted))
                checkedFiles.Read(
                    store.Manifest.Dumps[d], DumpFiles.Values, files[d], () => read(d, store.Manifest.Dumps[d], files[d]));
        }
        finally
        {
            checkedFiles.Save();
        }
    }

    private delegate void TakeExample(bool isTest, int index, ReadOnlySpan<byte> bytes);

    // Places, classes and where each dump starts.
    private sealed class Examples(int count)
    {
        private readonly List<int> starts = [0];
        private int next;

        public int[] Places { get; } = new int[count];

        public byte[] Labels { get; } = new byte[count];

        public int[] Starts => [.. starts];

        public void Add(int place, byte label) => (Places[next], Labels[next++]) = (place, label);

        public void EndDump() => starts.Add(next);
    }
}
