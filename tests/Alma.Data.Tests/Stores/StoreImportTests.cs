using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Data.Tests.Stores;

public sealed class StoreImportTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly ImportPlan plan = new(new ImportRequest(["photos"]), TimeProvider.System);

    private StoreFolder Folder => new(data.FullPath);

    public void Dispose() => data.Dispose();

    [Fact]
    public void Make_Images_HoldsThemInTheirOrderWithClassesSorted()
    {
        var store = Make(ListedSource.Images(6, ["tulip", "rose", "aster"])).Store;

        Assert.Equal(["aster", "rose", "tulip"], store.Manifest.Classes);
        var dump = Assert.Single(store.Manifest.Dumps);
        Assert.Equal(("photos", 6, 1), (dump.Name, dump.Count, dump.TestCount));
        Assert.Equal([2, 1, 0, 2, 1, 0], store.Labels(dump));
        Assert.Equal([0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5], Pixels(store, dump).Take(12));
    }

    [Fact]
    public void Make_ClassesThatAreNumbers_AreSortedAsNumbers() =>
        Assert.Equal(["2", "9", "10"], Make(ListedSource.Images(6, ["10", "9", "2"])).Store.Manifest.Classes);

    [Fact]
    public void Make_OfAsManyClassesAsThereCanBe_KeepsTheLabelOfEach()
    {
        string[] names = [.. Enumerable.Range(0, 256).Select(k => $"{k}")];

        var store = Make(ListedSource.Images(256, names)).Store;

        Assert.Equal(Enumerable.Range(0, 256), store.Labels(store.Manifest.Dumps[0]).Select(label => (int)label));
    }

    [Fact]
    public void Make_OfOneClassTooMany_IsRefusedWithItsName()
    {
        var refusal = Refused(ListedSource.Images(257, [.. Enumerable.Range(0, 257).Select(k => $"c{k}")]), plan);

        Assert.StartsWith("Found more than 256 classes, such as 'c255' and 'c256'; valid are at most 256.", refusal.Message);
        Assert.Empty(Folder.Names());
    }

    [Fact]
    public void Add_OfOneClassTooMany_LeavesTheStoreAsItWas()
    {
        Make(ListedSource.Images(200, [.. Enumerable.Range(0, 200).Select(k => $"{k}")]));

        var refusal = Assert.Throws<DatasetException>(() => StoreImport.Add(
            Folder, "flowers", ListedSource.Images(57, [.. Enumerable.Range(200, 57).Select(k => $"{k}")]), plan, CancellationToken.None));

        Assert.Contains("more than 256 classes, such as '255' and '256'", refusal.Message);
        Assert.Equal(200, Folder.Open("flowers").Manifest.Classes.Count);
    }

    [Fact]
    public void Make_TestSetOfItsOwn_SetsNothingElseAside()
    {
        var store = Make(ListedSource.Images(6, ["a", "b"], tests: 2)).Store;

        Assert.Null(store.Manifest.TestShare);
        Assert.Equal([true, true, false, false, false, false], store.Tests(store.Manifest.Dumps[0]));
    }

    [Fact]
    public void Make_TestSetOfItsOwnAndAShare_IsRefused() => Assert.Contains(
        "a test set of its own", Refused(ListedSource.Images(6, ["a"], tests: 2), plan with { TestShare = 0.5 }).Message);

    [Fact]
    public void Make_Share_SetsItAsideTheSameEachTime()
    {
        var first = Make(ListedSource.Images(40, ["a", "b"]), "one").Store;
        var second = Make(ListedSource.Images(40, ["a", "b"]), "two").Store;

        Assert.Equal(8, first.Manifest.Dumps[0].TestCount);
        Assert.Equal(first.Tests(first.Manifest.Dumps[0]), second.Tests(second.Manifest.Dumps[0]));
    }

    [Fact]
    public void Make_Table_HoldsFloatsWithNaNForMissingAndDatesAsTwo()
    {
        ImportedColumn[] columns =
        [
            new("age", ColumnKind.Number), new("note", ColumnKind.Text), new("paid", ColumnKind.Boolean), new("since", ColumnKind.Date),
            new("town", ColumnKind.Category),
        ];
        var day = new DateTime(1970, 1, 3, 0, 1, 0, DateTimeKind.Utc);

        var result = Make(new ListedSource(
            columns, ListedSource.Row("yes", 4.5, "x", true, day, "Bonn"), ListedSource.Row("no", null, null, false, null, "Ulm"),
            ListedSource.Row("no", double.PositiveInfinity, null, null, day, "Bonn")));

        var store = result.Store;
        Assert.Equal(["Bonn", "Ulm"], store.Manifest.Columns[^1].Categories);
        Assert.Equal(["Left out as text: note."], result.Warnings);
        List<float> rows = [];
        store.ReadValues(store.Manifest.Dumps[0], (_, bytes) => rows.AddRange(Store.Row(bytes)));
        Assert.Equal(
            [4.5f, 1, 2, 60, 0, float.NaN, 0, float.NaN, float.NaN, 1, float.NaN, float.NaN, 2, 60, 0], rows);
    }

    [Fact]
    public void Make_ExampleWithoutLabel_IsCountedAndLeftOut()
    {
        var dump = Make(new ListedSource([], ListedSource.Image(1, "a"), ListedSource.Image(2, null))).Store.Manifest.Dumps[0];

        Assert.Equal((1, 1), (dump.Count, dump.Unlabelled));
    }

    [Fact]
    public void Make_ImagesOfTwoSizes_SaysBothAndWhatIsNeeded()
    {
        var refused = Refused(new ListedSource([], ListedSource.Image(1, "a"), ListedSource.Image(2, "a", side: 3)));

        Assert.Equal(
            "x.png:2: found an image of (1, 3, 3), but x.png:1 is (1, 2, 2) (channels, height, width); all must be alike.",
            refused.Message);
        Assert.Equal(new DatasetNeed.ImageSize(3), refused.Need);
    }

    [Fact]
    public void Make_NoExample_IsRefusedAndLeavesNothing()
    {
        Assert.Equal("photos holds no example with a label.", Refused(new ListedSource([])).Message);

        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.FullPath));
    }

    [Fact]
    public void Make_TooManyClasses_AsksForTheColumnOfLabels() => Assert.Equal(
        new DatasetNeed.LabelColumn(),
        Refused(new ListedSource([], [.. Enumerable.Range(0, 300).Select(k => ListedSource.Image(0, $"c{k}"))])).Need);

    [Theory]
    [InlineData("")]
    [InlineData("../up")]
    [InlineData("Upper")]
    [InlineData("-x")]
    [InlineData(".x")]
    [InlineData("mnist")]
    [InlineData("digits")]
    public void Make_NoNameOfOnesOwn_IsRefused(string name) =>
        Assert.Throws<DatasetException>(() => Make(ListedSource.Images(2, ["a"]), name));

    [Fact]
    public void Make_NameTaken_IsRefused()
    {
        Make(ListedSource.Images(2, ["a"]));

        Assert.StartsWith("There is already a data set 'flowers'.", Refused(ListedSource.Images(2, ["a"])).Message);
    }

    [Fact]
    public void Make_ALinkInItsPlace_IsRefusedAndNotFollowed()
    {
        Directory.CreateDirectory(Folder.FullPath);
        var elsewhere = Directory.CreateDirectory(Path.Combine(data.FullPath, "elsewhere")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(Folder.FullPath, "flowers"), elsewhere);

        Refused(ListedSource.Images(2, ["a"]));

        Assert.Throws<DatasetException>(() => Folder.Open("flowers"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
    }

    [Fact]
    public void Make_TwoDumps_KeepsThemApart()
    {
        var store = Make(new ListedSource(
            [], [.. new[] { "may", "june", "may" }.Select((dump, k) => ListedSource.Image(k, "a") with { Dump = dump })])).Store;

        Assert.Equal([("may", 2), ("june", 1)], store.Manifest.Dumps.Select(dump => (dump.Name, dump.Count)));
        Assert.Equal([0, 1, 2, 3, 2, 3, 4, 5], Pixels(store, store.Manifest.Dumps[0]));
    }

    [Fact]
    public void Add_ADump_LeavesAllBeforeAndAppendsClasses()
    {
        var before = Make(ListedSource.Images(6, ["m", "z"])).Store;
        var files = Files();

        var after = Add(ListedSource.Images(4, ["a", "z"], from: 50)).Store;

        Assert.Equal(["m", "z", "a"], after.Manifest.Classes);
        Assert.Equal(["photos", "photos-2"], after.Manifest.Dumps.Select(dump => dump.Name));
        Assert.Equal([2, 1, 2, 1], after.Labels(after.Manifest.Dumps[1]));
        Assert.Equal(before.Checksums, after.Checksums.Take(before.Checksums.Count));
        Assert.Equal(files, Files().Where(file => files.ContainsKey(file.Key)).ToDictionary());
    }

    [Fact]
    public void Add_ImagesToATable_IsRefused()
    {
        Make(new ListedSource([new("age", ColumnKind.Number)], ListedSource.Row("a", 1.0)));

        Assert.Equal(
            "photos holds images, but the data set holds rows.",
            Assert.Throws<DatasetException>(() => Add(ListedSource.Images(2, ["a"]))).Message);
    }

    [Fact]
    public void Add_ColumnMissing_NamesIt()
    {
        Make(new ListedSource([new("age", ColumnKind.Number), new("size", ColumnKind.Number)], ListedSource.Row("a", 1.0, 2.0)));

        var refusal = Assert.Throws<DatasetException>(() =>
            Add(new ListedSource([new("size", ColumnKind.Number)], ListedSource.Row("a", 2.0))));

        Assert.Equal("The data lacks the column age, which the data set has.", refusal.Message);
    }

    [Fact]
    public void Add_ColumnsInAnotherOrder_GoByTheirNames()
    {
        Make(new ListedSource([new("age", ColumnKind.Number), new("size", ColumnKind.Number)], ListedSource.Row("a", 1.0, 2.0)));

        var store = Add(new ListedSource(
            [new("size", ColumnKind.Number), new("age", ColumnKind.Number)], ListedSource.Row("a", 4.0, 3.0))).Store;

        List<float> rows = [];
        store.ReadValues(store.Manifest.Dumps[1], (_, bytes) => rows.AddRange(Store.Row(bytes)));
        Assert.Equal([3f, 4f], rows);
    }

    [Fact]
    public void Add_WhileAnotherWrites_IsRefused()
    {
        Make(ListedSource.Images(2, ["a"]));
        using var held = Folder.Hold("flowers");

        Assert.Contains("another process", Assert.Throws<StoreHeldException>(() => Add(ListedSource.Images(2, ["a"]))).Message);
    }

    [Fact]
    public void Add_Cancelled_LeavesTheStoreAsItWas()
    {
        Make(ListedSource.Images(200, ["a", "b"]));
        var files = Files();
        using var cancellation = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => StoreImport.Add(
            Folder, "flowers", new ListedSource([], [.. Enumerable.Range(0, 200).Select(k => ListedSource.Image(k % 50, "a"))])
            {
                After = (100, cancellation.Cancel),
            },
            plan, cancellation.Token));

        Assert.Equal(files, Files());
    }

    [Fact]
    public void Open_ChangedByte_IsNamedWithItsFile()
    {
        var store = Make(ListedSource.Images(6, ["a"])).Store;
        var file = Path.Combine(store.FullPath, "dumps", "0000", "values");
        var bytes = File.ReadAllBytes(file);
        bytes[5] ^= 1;
        File.WriteAllBytes(file, bytes);

        var refusal = Assert.Throws<DatasetException>(() => store.ReadValues(store.Manifest.Dumps[0], (_, _) => { }));

        Assert.StartsWith($"{file}: found the SHA-256", refusal.Message);
    }

    [Theory]
    [InlineData("\"count\": 6", "\"count\": 7")]
    [InlineData("\"count\": 6", "\"count\": -1")]
    [InlineData("\"0000\"", "\"../0000\"")]
    [InlineData("\"format\": 1", "\"format\": 2")]
    [InlineData("\"height\": 2", "\"height\": 2000000000")]
    [InlineData("\"dumps\": [", "\"dumps\": null, \"x\": [")]
    [InlineData("{", "")]
    public void Open_ManifestThatCannotBe_IsRefusedInOneLine(string from, string to)
    {
        var store = Make(ListedSource.Images(6, ["a"])).Store;
        var file = Path.Combine(store.FullPath, "manifest.json");
        var text = File.ReadAllText(file);
        Assert.Contains(from, text);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));

        Assert.StartsWith($"{file}: ", Assert.Throws<DatasetException>(() => Folder.Open("flowers")).Message);
    }

    [Fact]
    public void Remove_ADataSet_RemovesItsFolder()
    {
        Make(ListedSource.Images(6, ["a"]));

        Folder.Remove("flowers");

        Assert.Empty(Folder.Names());
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder.FullPath));
    }

    [Fact]
    public void Rename_ADataSet_GivesItTheName()
    {
        Make(ListedSource.Images(6, ["a"]));

        Folder.Rename("flowers", "plants");

        Assert.Equal(["plants"], Folder.Names());
        Assert.Equal(6, Folder.Open("plants").Manifest.Dumps[0].Count);
    }

    [Fact]
    public void Open_MisspeltName_SuggestsTheNearest()
    {
        Make(ListedSource.Images(6, ["a"]));

        Assert.Contains("Did you mean flowers?", Assert.Throws<DatasetException>(() => Folder.Open("flower")).Message);
    }

    private ImportResult Make(ImportSource source, string name = "flowers") =>
        StoreImport.Make(Folder, name, source, plan, CancellationToken.None);

    private ImportResult Add(ImportSource source) => StoreImport.Add(Folder, "flowers", source, plan, CancellationToken.None);

    private DatasetException Refused(ImportSource source, ImportPlan? other = null) => Assert.Throws<DatasetException>(() =>
        StoreImport.Make(Folder, "flowers", source, other ?? plan, CancellationToken.None));

    private static List<int> Pixels(Store store, StoredDump dump)
    {
        List<int> pixels = [];
        store.ReadValues(dump, (_, bytes) => pixels.AddRange(bytes.ToArray().Select(value => (int)value)));
        return pixels;
    }

    private Dictionary<string, string> Files() => Directory
        .EnumerateFiles(Folder.FullPath, "*", SearchOption.AllDirectories)
        .Where(file => !file.EndsWith("manifest.json", StringComparison.Ordinal))
        .ToDictionary(file => file, file => Convert.ToBase64String(File.ReadAllBytes(file)));
}
