using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Data.Tests.Stores;

/// <summary>Examples that stay in the files of a store are read as they were written, in whatever order they are asked for.</summary>
public sealed class StoredExamplesTests : IDisposable
{
    private const int Side = 64;
    private readonly TemporaryFolder data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => data.Dispose();

    [Fact]
    public void Read_OfAnyOrderWithRepetitions_GivesTheExamplesInThatOrder()
    {
        var contents = StoreContents.Open(Import());
        var held = contents.Images(given: null, [0], cancellation: Token).Train;
        var each = Side * Side;
        // All, so that runs are longer than what is read at once; then some of several dumps, and some twice.
        long[] indices = [.. Enumerable.Range(0, held.Count).Select(k => (long)k), 7, 150, 7, 7, 0, held.Count - 1, 3, 4, 5, 90];
        var values = new byte[indices.Length * each];

        contents.Train.Read(indices, values);

        for (var k = 0; k < indices.Length; k++)
            Assert.True(held.Pixels.AsSpan((int)indices[k] * each, each).SequenceEqual(values.AsSpan(k * each, each)), $"example {k}");
    }

    [Fact]
    public void Read_OfAnIndexThatIsNone_IsRefused()
    {
        var train = StoreContents.Open(Import()).Train;

        Assert.Throws<ArgumentOutOfRangeException>(() => train.Read([train.Count], new byte[Side * Side]));
        Assert.Throws<ArgumentOutOfRangeException>(() => train.Read([-1], new byte[Side * Side]));
    }

    [Fact]
    public void Read_OfAFileThatGotShorter_SaysWhich()
    {
        var contents = StoreContents.Open(Import());
        var file = Directory.EnumerateFiles(data.FullPath, "values", SearchOption.AllDirectories).Order().First();
        using (var open = new FileStream(file, FileMode.Open)) open.SetLength(Side);

        var refusal = Assert.Throws<DatasetException>(() => contents.Train.Read([0], new byte[Side * Side]));

        Assert.Contains($"{file}: found no bytes that can be read (it ends at {Side} bytes)", refusal.Message);
    }

    [Fact]
    public void Read_OfADataSetThatIsRemovedMeanwhile_StillReads()
    {
        var contents = StoreContents.Open(Import());
        var (before, after) = (new byte[Side * Side], new byte[Side * Side]);
        contents.Train.Read([33], before);

        new StoreFolder(data.FullPath).Remove("squares");
        contents.Train.Read([33], after);

        Assert.Equal(before, after);
    }

    [Fact]
    public void Values_ThatStayInFiles_AreCheckedAllTheSame()
    {
        var contents = StoreContents.Open(Import());
        var file = Directory.EnumerateFiles(data.FullPath, "values", SearchOption.AllDirectories).Order().Last();
        using (var open = new FileStream(file, FileMode.Open))
        {
            open.Seek(-1, SeekOrigin.End);
            open.WriteByte(201);
        }

        Assert.Contains(
            $"{file}: found the SHA-256",
            Assert.Throws<DatasetException>(() => contents.Images(given: null, [0], inMemory: false, Token)).Message);
    }

    [Fact]
    public void Images_HeldOrNot_HaveTheSameNormalisationAndLabels()
    {
        var contents = StoreContents.Open(Import());
        long[] first = [5, 190, 4];

        var (held, stored) = (contents.Images(null, first, cancellation: Token), contents.Images(null, first, inMemory: false, Token));

        Assert.Equal(held.Normalisation.Mean, stored.Normalisation.Mean);
        Assert.Equal(held.Normalisation.StandardDeviation, stored.Normalisation.StandardDeviation);
        Assert.Equal(held.Train.Labels, stored.Train.Labels);
        Assert.Equal(held.Test.Labels, stored.Test.Labels);
        Assert.Empty(stored.Train.Pixels);
    }

    // Of three dumps, one of which is tested on alone and one empty of anything to test on.
    private Store Import()
    {
        var (folder, plan) = (new StoreFolder(data.FullPath), new ImportPlan(new ImportRequest(["squares"]), TimeProvider.System));
        StoreImport.Make(
            folder, "squares",
            new ListedSource([],
            [
                .. Enumerable.Range(0, 120).Select(k => Square(k, "a", isTest: k % 5 == 2)),
                .. Enumerable.Range(0, 4).Select(k => Square(k, "b", isTest: true)),
            ]),
            plan, CancellationToken.None);
        return StoreImport.Add(
            folder, "squares",
            new ListedSource([], [.. Enumerable.Range(50, 100).Select(k => Square(k, "c", isTest: k == 60))]),
            plan, CancellationToken.None).Store;
    }

    private static ImportedExample Square(int k, string dump, bool isTest) =>
        ListedSource.Image(k, $"{k % 3}", Side) with { Dump = dump, IsTest = isTest };
}
