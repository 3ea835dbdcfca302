using Alma.Data.Imports;
using Alma.Files;

namespace Alma.Data.Stores;

/// <summary>
/// Makes a store of what an importer reads, or adds dumps to one. New dumps are written aside; the moment in which the manifest gets its
/// name is the moment in which they are there. Until then, whatever ends the process, the store is what it was.
/// </summary>
public static class StoreImport
{
    private const string WritingPrefix = ".writing-";

    /// <summary>Makes a data set of all that a source has.</summary>
    /// <exception cref="DatasetException">There is one of that name, or what is read cannot be one.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing is left.</exception>
    public static ImportResult Make(StoreFolder folder, string name, ImportSource source, ImportPlan plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(plan);
        folder.RefuseTaken(name);
        using var held = folder.Hold(name);
        folder.RefuseTaken(name);
        var aside = folder.Aside(name);
        try
        {
            Directory.CreateDirectory(Path.Combine(aside, Store.DumpsName));
            using var reading = new ImportReading(source, null, Path.Combine(aside, Store.DumpsName), plan);
            var manifest = reading.Read(cancellation);
            var added = PlaceDumps(reading, aside, manifest.Dumps.Count);
            WriteManifest(name, aside, manifest with { Dumps = added }, plan);
            plan.BeforeStep?.Invoke();
            Directory.Move(aside, folder.PathOf(name));
            FolderSync.Flush(folder.FullPath);
            return new ImportResult(folder.Open(name), added, reading.Warnings);
        }
        finally
        {
            if (Directory.Exists(aside)) Directory.Delete(aside, recursive: true);
        }
    }

    /// <summary>Adds what a source has to a data set, as one dump or as several; what was there stays as it is, to the byte.</summary>
    /// <exception cref="DatasetException">There is none of that name, or what is read is not alike.</exception>
    /// <exception cref="StoreHeldException">Another process writes it.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the data set is what it was.</exception>
    public static ImportResult Add(StoreFolder folder, string name, ImportSource source, ImportPlan plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(plan);
        var found = folder.Open(name);
        using var held = folder.Hold(name);
        var store = folder.Open(name); // it may have got dumps since
        if (plan.Arrived is not null && store.Manifest.Dumps.Any(dump => dump.Arrived == plan.Arrived)) return new(store, [], []);
        var dumps = Path.Combine(store.FullPath, Store.DumpsName);
        OwnFile.RefuseLinks(found.FullPath, Path.Combine(dumps, "0"));
        RemoveLeftovers(store, dumps);
        try
        {
            using var reading = new ImportReading(source, store.Manifest, dumps, plan);
            var manifest = reading.Read(cancellation);
            var added = PlaceDumps(reading, store.FullPath, manifest.Dumps.Count);
            WriteManifest(name, store.FullPath, manifest with { Dumps = [.. manifest.Dumps, .. added] }, plan);
            return new ImportResult(folder.Open(name), added, reading.Warnings);
        }
        finally
        {
            RemoveLeftovers(folder.Open(name), dumps);
        }
    }

    /// <summary>Where a dump is written before it has its place.</summary>
    internal static string WritingPath(string dumps, int index) => Path.Combine(dumps, WritingPrefix + DumpFiles.FolderName(index));

    private static List<StoredDump> PlaceDumps(ImportReading reading, string store, int before)
    {
        var added = new List<StoredDump>();
        foreach (var writer in reading.Writers)
        {
            var dump = reading.Finish(writer, DumpFiles.FolderName(before + added.Count));
            writer.Place(Path.Combine(store, Store.DumpsName, dump.Folder));
            added.Add(dump);
        }

        FolderSync.Flush(Path.Combine(store, Store.DumpsName));
        return added;
    }

    private static void WriteManifest(string name, string store, StoreManifest manifest, ImportPlan plan)
    {
        plan.BeforeCommit?.Invoke(new Store(name, store, manifest));
        var path = Path.Combine(store, Store.ManifestName);
        plan.BeforeStep?.Invoke();
        using (var file = OwnFile.Replace(path + ".tmp"))
        {
            file.Write(ManifestFile.Bytes(manifest));
            file.Flush(flushToDisk: true);
        }

        plan.BeforeStep?.Invoke();
        File.Move(path + ".tmp", path, overwrite: true);
        FolderSync.Flush(store);
    }

    // What a process that was killed left behind; no manifest names it.
    private static void RemoveLeftovers(Store store, string dumps)
    {
        var named = store.Manifest.Dumps.Select(dump => dump.Folder).ToHashSet();
        foreach (var folder in Directory.EnumerateDirectories(dumps))
        {
            var name = Path.GetFileName(folder);
            if (!name.StartsWith(WritingPrefix, StringComparison.Ordinal) && !(DumpFiles.IsFolderName(name) && !named.Contains(name)))
                continue;
            if (FileKinds.Of(folder) == FileKind.Link) File.Delete(folder);
            else Directory.Delete(folder, recursive: true);
        }

        File.Delete(Path.Combine(store.FullPath, Store.ManifestName + ".tmp"));
    }
}
