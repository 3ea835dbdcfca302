using Alma.Data.Imports;
using Alma.Data.Stores;

namespace Alma.Data.Tests.Stores;

/// <summary>What a process that is killed in an import leaves: the folder is copied before each of its steps, and looked at.</summary>
public sealed class KilledImportTests : IDisposable
{
    private readonly TemporaryFolder data = new();
    private readonly TemporaryFolder snapshots = new();
    private int snapshotCount;

    public void Dispose()
    {
        data.Dispose();
        snapshots.Dispose();
    }

    [Fact]
    public void Add_KilledBeforeAnyStep_LeavesTheStoreAsBeforeAndTheNextAddWorks()
    {
        Import(data.FullPath, 6, step: null);
        var before = Content(data.FullPath);

        Add(data.FullPath, TakeSnapshot);

        Assert.True(snapshotCount > 8, $"{snapshotCount} steps");
        foreach (var snapshot in Directory.EnumerateDirectories(snapshots.FullPath))
        {
            Assert.Equal(before, Content(snapshot));
            Add(snapshot, step: null);
            Assert.Equal(Content(data.FullPath), Content(snapshot));
            Assert.Equal(Names(data.FullPath), Names(snapshot));
        }
    }

    [Fact]
    public void Make_KilledBeforeAnyStep_LeavesNoStoreAndTheNextImportWorks()
    {
        Import(data.FullPath, 6, TakeSnapshot);

        Assert.True(snapshotCount > 5, $"{snapshotCount} steps");
        foreach (var snapshot in Directory.EnumerateDirectories(snapshots.FullPath))
        {
            Assert.Empty(new StoreFolder(snapshot).Names());
            Import(snapshot, 6, step: null);
            Assert.Equal(Content(data.FullPath), Content(snapshot));
            Assert.Equal(Names(data.FullPath), Names(snapshot));
        }
    }

    /// <summary>The first step of a removal is the only one that is seen.</summary>
    [Fact]
    public void Remove_KilledAfterItsFirstStep_LeavesNoStoreAndTheNextImportWorks()
    {
        Import(data.FullPath, 6, step: null);
        var before = Content(data.FullPath);
        var folder = new StoreFolder(data.FullPath);

        Directory.Move(Path.Combine(folder.FullPath, "flowers"), folder.Aside("flowers"));

        Assert.Empty(folder.Names());
        Assert.False(folder.Has("flowers"));
        Import(data.FullPath, 6, step: null);
        Assert.Equal(before, Content(data.FullPath));
        Assert.Single(Directory.EnumerateDirectories(folder.FullPath));
    }

    private static void Import(string folder, int count, Action? step) => StoreImport.Make(
        new StoreFolder(folder), "flowers", ListedSource.Images(count, ["a", "b"]), Plan(step), CancellationToken.None);

    private static void Add(string folder, Action? step) => StoreImport.Add(
        new StoreFolder(folder), "flowers",
        new ListedSource([], [.. Enumerable.Range(0, 9).Select(k => ListedSource.Image(k, "c") with { Dump = k < 4 ? "x" : "y" })]),
        Plan(step), CancellationToken.None);

    private static ImportPlan Plan(Action? step) => new(new ImportRequest(["photos"]), TimeProvider.System) { BeforeStep = step };

    // Locks are of processes: of one that is gone there is none.
    private void TakeSnapshot()
    {
        var to = Path.Combine(snapshots.FullPath, $"{snapshotCount++}");
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(data.FullPath, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(data.FullPath, folder)));
        foreach (var file in Directory.EnumerateFiles(data.FullPath, "*", SearchOption.AllDirectories))
        {
            if (file.EndsWith(".lock", StringComparison.Ordinal)) continue;
            using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = File.Create(Path.Combine(to, Path.GetRelativePath(data.FullPath, file)));
            from.CopyTo(copy);
        }
    }

    private static string[] Names(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path)).Order(),
    ];

    private static List<string> Content(string folder)
    {
        var store = new StoreFolder(folder).Open("flowers");
        List<string> content = [.. store.Manifest.Classes];
        foreach (var dump in store.Manifest.Dumps)
        {
            content.Add($"{dump.Name} {dump.Folder} {string.Join(',', store.Labels(dump))} {string.Join(',', store.Tests(dump))}");
            store.ReadValues(dump, (_, bytes) => content.Add(Convert.ToHexString(bytes)));
        }

        return content;
    }
}
