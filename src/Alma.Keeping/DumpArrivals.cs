using Alma.Data;
using Alma.Data.Stores;
using Alma.Keeping.Inboxes;

namespace Alma.Keeping;

/// <summary>The dumps of a data set as they come: out of an inbox, or added by whoever writes the data set.</summary>
/// <param name="folder">That holds the data set.</param>
/// <param name="name">Of the data set.</param>
/// <param name="inbox">Null where dumps are only added by others.</param>
public sealed class DumpArrivals(StoreFolder folder, string name, Inbox? inbox, DumpReading reading, TimeProvider time)
{
    public string Name => name;

    /// <summary>Whether the data set is made of the first dump where there is none.</summary>
    public bool MayMake { get; set; } = true;

    /// <summary>Refuses a dump that the data set would have.</summary>
    public Action<Store>? Check { get; set; }

    /// <summary>Whether there is a data set.</summary>
    public bool HasStore => folder.Has(name);

    /// <summary>The data set as it is now.</summary>
    /// <exception cref="DatasetException">It is gone or damaged.</exception>
    public Store Open() => folder.Open(name);

    /// <summary>Waits until the data set was made of a first dump.</summary>
    /// <param name="taken">Told of what became of each dump until then.</param>
    /// <param name="interval">Between two looks.</param>
    /// <param name="once">Whether to wait only for what is being written.</param>
    /// <returns>Whether there is a data set.</returns>
    /// <inheritdoc cref="Take" path="/exception"/>
    public bool AwaitStore(Action<TakenDump> taken, TimeSpan interval, bool once, CancellationToken cancellation)
    {
        for (var isLast = false; ; isLast = once)
        {
            // Of those after the first it is looked first whether they can be learned from.
            var isMoreComing = TakeUntil(() => HasStore, taken, cancellation);
            if (HasStore) return true;
            if (once && (!isMoreComing || isLast)) return false;
            cancellation.WaitHandle.WaitOne(interval);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Takes the dumps that lie whole in the inbox.</summary>
    /// <param name="taken">Told of each.</param>
    /// <returns>Whether others may come soon: they are being written, or the data set is.</returns>
    /// <exception cref="DatasetException">The data set is gone or damaged.</exception>
    /// <exception cref="IOException">The inbox is gone, a dump cannot be moved, or the disk is full.</exception>
    public bool Take(Action<TakenDump> taken, CancellationToken cancellation) =>
        TakeUntil(() => false, taken, cancellation);

    private bool TakeUntil(Func<bool> isEnough, Action<TakenDump> taken, CancellationToken cancellation)
    {
        if (inbox is null) return false;
        var import = new InboxImport(inbox, folder, name, reading, time) { Check = Check, MayMake = MayMake };
        var content = inbox.Look();
        var isMoreComing = content.Arriving.Count > 0;
        foreach (var entry in content.Complete)
        {
            cancellation.ThrowIfCancellationRequested();
            if (isEnough()) break;
            var dump = import.Take(entry, cancellation);
            taken(dump);
            isMoreComing |= dump.Outcome is DumpOutcome.Arriving or DumpOutcome.Held;
            if (dump.Outcome == DumpOutcome.Held) break; // those after it would come before it
        }

        return isMoreComing;
    }
}
