using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Data.Tests.Stores;

/// <summary>Dumps that come from an inbox, in which they may be found twice.</summary>
public sealed class ArrivedDumpTests : IDisposable
{
    private static readonly ArrivedEntry first = new("monday.csv", "1");

    private readonly TemporaryFolder data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Add_OfWhatWasAdded_ChangesNothing()
    {
        Make(first);
        Add(new("tuesday.csv", "2"));
        var before = File.ReadAllBytes(Manifest);

        Assert.Empty(Add(first).Added);
        Assert.Empty(Add(new("tuesday.csv", "2")).Added);

        Assert.Equal(before, File.ReadAllBytes(Manifest));
        Assert.Equal([first, new("tuesday.csv", "2")], Folder.Open("flowers").Manifest.Dumps.Select(dump => dump.Arrived));
    }

    [Fact]
    public void Add_OfAnotherOfTheSameName_IsADump()
    {
        Make(first);

        Assert.Single(Add(first with { Fingerprint = "2" }).Added);
        Assert.Single(Add(null).Added);

        Assert.Equal(3, Folder.Open("flowers").Manifest.Dumps.Count);
    }

    [Fact]
    public void Manifest_OfADumpThatSomebodyImported_SaysNothingOfAnInbox()
    {
        Make(null);

        Assert.DoesNotContain("arrived", File.ReadAllText(Manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_ThatIsRefused_LeavesTheStoreAsItWas()
    {
        Make(first);
        var before = File.ReadAllBytes(Manifest);
        var plan = Plan(new("tuesday.csv", "2")) with
        {
            BeforeCommit = store =>
            {
                Assert.Equal(2, store.Manifest.Dumps.Count);
                Assert.Equal(6, store.Labels(store.Manifest.Dumps[1]).Length);
                throw new DatasetException("too few");
            },
        };

        Assert.Throws<DatasetException>(() => AddBy(plan));

        Assert.Equal(before, File.ReadAllBytes(Manifest));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(Folder.FullPath, "flowers", "dumps")));
    }

    [Fact]
    public void Add_WhileAnotherProcessWrites_SaysThatItCanBeTriedAgain()
    {
        Make(first);
        using var held = Folder.Hold("flowers");

        Assert.Throws<StoreHeldException>(() => Add(new("tuesday.csv", "2")));
    }

    private StoreFolder Folder => new(data.FullPath);

    private string Manifest => Path.Combine(Folder.FullPath, "flowers", "manifest.json");

    private void Make(ArrivedEntry? arrived) =>
        StoreImport.Make(Folder, "flowers", ListedSource.Images(6, ["a", "b"]), Plan(arrived), CancellationToken.None);

    private ImportResult Add(ArrivedEntry? arrived) => AddBy(Plan(arrived));

    private ImportResult AddBy(ImportPlan plan) =>
        StoreImport.Add(Folder, "flowers", ListedSource.Images(6, ["a", "b"], from: 10), plan, CancellationToken.None);

    private static ImportPlan Plan(ArrivedEntry? arrived) =>
        new(new ImportRequest(["photos"]), TimeProvider.System) { Arrived = arrived };
}
