namespace Alma.Runs.Locking;

/// <summary>A run folder held by this process, the only one that may write in it until it is disposed.</summary>
public sealed class RunLock : IDisposable
{
    private readonly FolderLock held;

    private RunLock(RunFolder folder, FolderLock held) => (Folder, this.held) = (folder, held);

    public RunFolder Folder { get; }

    /// <summary>Cancelled when another process has taken the folder over, as its user said it may: nothing more must be written.</summary>
    public CancellationToken Lost => held.Lost;

    /// <summary>Makes the folder of a new run and holds it.</summary>
    /// <param name="config">As <see cref="RunFolder.Create"/> takes it.</param>
    /// <exception cref="RunFolderException">
    /// The folder is held by another process, already holds a run, or a file is in its place.
    /// </exception>
    public static RunLock Create(string path, TimeProvider time, string? config = null)
    {
        FolderLock.RefuseHeld(LockTarget.Of(RunFolder.At(path)), time);
        var folder = RunFolder.Create(path, config);
        var held = Acquire(folder, time);
        try
        {
            RunFolder.Create(path, config); // whoever held it until now may have run there
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Holds a folder. That the lock of a process that is gone was taken over is said in <c>log.txt</c>.</summary>
    /// <param name="isHolderGone">The user says that whatever process of another machine holds the folder is gone.</param>
    /// <exception cref="RunFolderException">The folder is held by another process; the message says which and since when.</exception>
    public static RunLock Acquire(RunFolder folder, TimeProvider time, bool isHolderGone = false)
    {
        var held = FolderLock.Acquire(LockTarget.Of(folder), time, isHolderGone);
        if (held.TakenOver is not null) RunLog.Append(folder, time, $"The lock of {held.TakenOver} was taken over.");
        return new RunLock(folder, held);
    }

    /// <summary>Whether a folder is held by a process that may be at work; null where nobody has locked it.</summary>
    public static bool? IsHeld(RunFolder folder, TimeProvider time) => FolderLock.IsHeld(LockTarget.Of(folder), time);

    /// <summary>Gives the folder free.</summary>
    public void Dispose() => held.Dispose();
}

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
