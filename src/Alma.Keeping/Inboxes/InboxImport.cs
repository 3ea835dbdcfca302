using Alma.Config;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Files;
using Alma.Learning;

namespace Alma.Keeping.Inboxes;

/// <summary>
/// Brings dumps of an inbox into a data set, each once: that a dump was taken stands in the data set itself, and it is moved out of the
/// inbox after that. One that is no dump is moved aside with its error.
/// </summary>
public sealed class InboxImport(Inbox inbox, StoreFolder folder, string dataset, DumpReading reading, TimeProvider time)
{
    /// <summary>Refuses a dump that the data set would have, by throwing what is wrong with it.</summary>
    public Action<Store>? Check { get; init; }

    /// <summary>Whether the data set is made of the first dump where there is none.</summary>
    public required bool MayMake { get; init; }

    /// <summary>Takes a dump that is whole.</summary>
    /// <exception cref="DatasetException">The data set is gone or damaged.</exception>
    /// <exception cref="IOException">The dump cannot be moved, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the dump lies where it lay.</exception>
    public TakenDump Take(InboxEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        // What is wrong with the data set is not the dump's fault.
        var before = !MayMake || folder.Has(dataset) ? folder.Open(dataset).Manifest : null;
        ImportResult result;
        try
        {
            result = Import(entry, before, cancellation);
        }
        catch (EntryChangedException)
        {
            return new TakenDump(entry, DumpOutcome.Arriving);
        }
        catch (StoreHeldException held)
        {
            return new TakenDump(entry, DumpOutcome.Held) { Problem = held.Message };
        }
        catch (Exception damaged) when (IsOfTheDump(damaged, entry))
        {
            if (before is null && folder.Has(dataset)) return new TakenDump(entry, DumpOutcome.Arriving); // made by another meanwhile
            if (!entry.IsUnchanged) return new TakenDump(entry, DumpOutcome.Arriving);
            var problem = SettingKeys.Message(damaged);
            return new TakenDump(entry, DumpOutcome.Rejected) { Problem = problem, Path = inbox.Reject(entry, problem) };
        }

        var path = inbox.MoveToDone(entry);
        return new TakenDump(entry, result.Added.Count == 0 ? DumpOutcome.TakenBefore : DumpOutcome.Imported)
        {
            Path = path,
            Result = result,
        };
    }

    private ImportResult Import(InboxEntry entry, StoreManifest? before, CancellationToken cancellation)
    {
        var kind = FileKinds.Of(entry.Path);
        if (kind is not (FileKind.File or FileKind.Folder))
            throw new DatasetException($"{entry.Path} is {FileKinds.Noun(kind)}; a dump is a file or a folder.");
        var plan = reading.Plan(entry, before, time) with
        {
            BeforeCommit = store =>
            {
                if (!entry.IsUnchanged) throw new EntryChangedException();
                Check?.Invoke(store);
            },
        };
        using var source = ImportFormats.Open(plan.Request, cancellation);
        return before is null
            ? StoreImport.Make(folder, dataset, source, plan, cancellation)
            : StoreImport.Add(folder, dataset, source, plan, cancellation);
    }

    // A full disk, or a data folder that cannot be written, is the fault of no dump: each would be refused.
    private static bool IsOfTheDump(Exception failure, InboxEntry entry) =>
        failure is DatasetException or ConfigException or LearningException
        || (failure is IOException or UnauthorizedAccessException && !CanBeRead(entry.Path));

    private static bool CanBeRead(string path)
    {
        try
        {
            if (FileKinds.Of(path) == FileKind.Folder) return Directory.EnumerateFileSystemEntries(path).All(CanBeRead);
            if (FileKinds.Of(path) != FileKind.File) return true; // it is passed over
            using var file = RegularFile.Open(path);
            return true;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class EntryChangedException : Exception;
}

/// <summary>What became of a dump of an inbox.</summary>
public enum DumpOutcome
{
    /// <summary>It is in the data set.</summary>
    Imported,

    /// <summary>It was in the data set already: a process was stopped before it moved the dump.</summary>
    TakenBefore,

    /// <summary>It is no dump, and was moved aside.</summary>
    Rejected,

    /// <summary>It was written while it was read, and is taken later.</summary>
    Arriving,

    /// <summary>Another process writes the data set, and the dump is taken later.</summary>
    Held,
}

/// <summary>A dump of an inbox, and what became of it.</summary>
public sealed record TakenDump(InboxEntry Entry, DumpOutcome Outcome)
{
    /// <summary>Where it was moved.</summary>
    public string? Path { get; init; }

    /// <summary>Why it was not imported.</summary>
    public string? Problem { get; init; }

    /// <summary>What the import came to.</summary>
    public ImportResult? Result { get; init; }
}
