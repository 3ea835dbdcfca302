namespace Alma.Runs.Locking;

/// <summary>
/// The folder of a sweep, held by this process: until it is disposed no other adds jobs to it or starts them. Its jobs hold the folders of
/// their runs by a <see cref="RunLock"/> each.
/// </summary>
public sealed class SweepLock : IDisposable
{
    private readonly FolderLock held;

    private SweepLock(FolderLock held) => this.held = held;

    /// <summary>Cancelled when another process has taken the folder over: nothing more must be written.</summary>
    public CancellationToken Lost => held.Lost;

    /// <param name="path">Of a folder that is there.</param>
    /// <exception cref="RunFolderException">The folder is held by another process; the message says which and since when.</exception>
    public static SweepLock Acquire(string path, TimeProvider time) => new(FolderLock.Acquire(LockTarget.OfSweep(path), time));

    /// <summary>Whether a process holds the folder, here or on a machine that gives signs of life.</summary>
    public static bool IsHeld(string path, TimeProvider time) => FolderLock.IsHeld(LockTarget.OfSweep(path), time) == true;

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => held.Dispose();
}
