namespace Alma.Data.Stores;

/// <summary>
/// All files of a store read from the disk again, whether they were checked before or not, and compared with the checksums of the manifest.
/// </summary>
public static class StoreCheck
{
    /// <summary>Checks them all. What starts need to know of it is remembered.</summary>
    /// <exception cref="DatasetException">One is damaged, or several are.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public static void Run(Store store, CancellationToken cancellation) => Run(store, TimeProvider.System, cancellation);

    /// <param name="time">Says how long ago a file was written.</param>
    /// <inheritdoc cref="Run(Store, CancellationToken)"/>
    internal static void Run(Store store, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        List<DatasetException> damages = [];
        var checkedFiles = new CheckedFiles(store, time);
        try
        {
            foreach (var dump in store.Manifest.Dumps)
                foreach (var name in DumpFiles.All.Where(dump.Files.ContainsKey))
                    if (Damage(store, dump, name, checkedFiles, cancellation) is { } damage) damages.Add(damage);
        }
        finally
        {
            checkedFiles.Save();
        }

        if (damages.Count == 0) return;
        var more = damages.Count == 1 ? "" : $" Of its files {damages.Count} are damaged.";
        throw new DatasetException(damages[0].Message + more, damages[0]);
    }

    private static DatasetException? Damage(
        Store store, StoredDump dump, string name, CheckedFiles checkedFiles, CancellationToken cancellation)
    {
        try
        {
            using var file = store.Open(dump, name);
            file.Forget();
            checkedFiles.Read(dump, name, file, () => store.Check(dump, name, file, cancellation));
            return null;
        }
        catch (DatasetException damage)
        {
            return damage;
        }
    }
}
