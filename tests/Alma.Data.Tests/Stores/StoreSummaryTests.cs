using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Data.Tests.Stores;

public sealed class StoreSummaryTests : IDisposable
{
    private readonly TemporaryFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Images_OfTwoDumps_AreCountedByDumpAndClass()
    {
        var summary = Of(new ListedSource(
            [],
            [.. Enumerable.Range(0, 10).Select(k => ListedSource.Image(k, k % 3 == 0 ? "a" : "b") with { Dump = k < 5 ? "x" : "y" })]));

        Assert.Equal([[2, 3], [2, 3]], summary.Counts);
        Assert.Equal((0f, 12f), (summary.Columns[0].Least, summary.Columns[0].Most));
        Assert.Equal([4, 6], summary.Shown.Select(images => images.Count));
        Assert.Empty(summary.Doubts);
    }

    [Fact]
    public void Classes_ThatComeInALaterDump_AreNamedWithIt()
    {
        var summary = Of(new ListedSource(
            [],
            [.. new[] { ("a", "may"), ("b", "may"), ("a", "june"), ("d", "june"), ("c", "july"), ("b", "july") }
                .SelectMany((each, k) => Enumerable.Range(0, 2).Select(n =>
                    ListedSource.Image((10 * k) + n, each.Item1) with { Dump = each.Item2 }))]));

        Assert.Equal(
            ["These classes come in a later dump than the first: c (new in dump 3, july), d (new in dump 2, june)."], summary.Doubts);
    }

    [Fact]
    public void Duplicates_AcrossTrainAndTest_AreCounted()
    {
        var image = ListedSource.Image(3, "a");

        var summary = Of(new ListedSource([], image, image with { IsTest = true }, ListedSource.Image(4, "b"), ListedSource.Image(5, "b")));

        Assert.Equal(["1 of the 1 examples to test on are equal to some that are learned from."], summary.Doubts);
    }

    [Fact]
    public void Table_ThatLooksWrong_IsDoubted()
    {
        ImportedColumn[] columns = [new("flat", ColumnKind.Number), new("gone", ColumnKind.Number), new("note", ColumnKind.Text)];

        var summary = Of(new ListedSource(
            columns, ListedSource.Row("a", 1.0, null, "x"), ListedSource.Row("a", 1.0, null, "y"), ListedSource.Row("b", 1.0, null, null),
            ListedSource.Row(null, 1.0, null, null)));

        Assert.Equal(
            [
                "1 of the 1 examples to test on are equal to some that are learned from.", "Of these classes there is one example: b.",
                "1 examples without a label were left out.", "These columns have one value or none: flat, gone.",
                "These columns of text are not learned from: note.",
            ],
            summary.Doubts);
        Assert.Equal(3, summary.Columns[1].MissingCount);
    }

    private StoreSummary Of(ImportSource source) => StoreSummary.Of(
        StoreImport.Make(
            new StoreFolder(data.FullPath), "flowers", source,
            new ImportPlan(new ImportRequest(["photos"]), TimeProvider.System)
            {
                TestShare = source.Columns.Count > 0 ? 0.34 : null,
            },
            CancellationToken.None).Store,
        CancellationToken.None);
}
