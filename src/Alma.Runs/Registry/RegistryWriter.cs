using Alma.Files;

namespace Alma.Runs.Registry;

/// <summary>
/// A registry held by this process, the only one that may change it until it is disposed, or killed. A change that a killed process began
/// is finished by the next.
/// </summary>
/// <remarks>
/// Killed at any moment: a version is written aside and renamed as a whole; a move of the champion is written down first, then the file
/// <c>champion</c> is renamed, then the history gets its line, then the note goes away. Each of these can be done again.
/// </remarks>
public sealed class RegistryWriter : IDisposable
{
    private const string AsideName = ".aside";
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(60);

    private readonly ModelRegistry registry;
    private readonly TimeProvider time;
    private readonly FileStream held;

    private RegistryWriter(ModelRegistry registry, TimeProvider time, FileStream held) =>
        (this.registry, this.time, this.held) = (registry, time, held);

    /// <summary>Waits until no other process writes.</summary>
    /// <exception cref="RunFolderException">Another process writes for longer than a minute, or nothing can be written there.</exception>
    internal static RegistryWriter Hold(ModelRegistry registry, TimeProvider time)
    {
        var writer = new RegistryWriter(registry, time, Claim(registry, time));
        try
        {
            writer.Finish();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Puts a version into the registry. It is no champion by that.</summary>
    /// <param name="preferred">The number that it gets if no version has that or a higher one; else it gets the next.</param>
    /// <param name="describe">What is said of it, given its number.</param>
    /// <param name="wrong">Which of the examples that are held out it gets wrong.</param>
    public RegisteredModel Add(int? preferred, Func<int, RegisteredModel> describe, byte[] onnx, bool[] wrong)
    {
        ArgumentNullException.ThrowIfNull(describe);
        ArgumentNullException.ThrowIfNull(onnx);
        ArgumentNullException.ThrowIfNull(wrong);
        var last = registry.Numbers().LastOrDefault(-1);
        var model = describe(preferred > last ? preferred.Value : Math.Max(1, last + 1));
        if (model.HeldOut.Examples != wrong.Length || model.HeldOut.Wrong != wrong.Count(one => one))
            throw new ArgumentException("Its errors are not those that it is said to make.", nameof(wrong));
        OwnFile.RefuseLinks(registry.Path, Path.Combine(registry.VersionsFolder, AsideName));
        var aside = Path.Combine(registry.VersionsFolder, AsideName);
        if (FileKinds.Of(aside) == FileKind.Folder) Directory.Delete(aside, recursive: true);
        else if (FileKinds.Of(aside) != FileKind.None) File.Delete(aside);
        Directory.CreateDirectory(aside);
        ModelRegistry.WriteInto(aside, model, onnx, wrong);
        Directory.Move(aside, registry.FolderOf(model.Version));
        FolderSync.Flush(registry.VersionsFolder);
        FolderSync.Flush(registry.Path);
        return model;
    }

    /// <summary>Makes a version the champion.</summary>
    /// <param name="action"><see cref="RegistryAction.Promoted"/> or <see cref="RegistryAction.Chosen"/>.</param>
    /// <returns>What the history says of it; null where it is the champion already.</returns>
    /// <exception cref="RunFolderException">There is no such version, or it is damaged.</exception>
    public RegistryRecord? Promote(int version, RegistryAction action, string reason)
    {
        var model = registry.Read(version);
        registry.ReadOnnx(model);
        return registry.Champion() == version ? null : Move(version, action, reason);
    }

    /// <summary>Makes the champion before the present one the champion again.</summary>
    /// <exception cref="RunFolderException">There was none, or it is gone or damaged.</exception>
    public RegistryRecord RollBack(string reason)
    {
        if (RegistryRecord.BeforeTheChampion(registry.History()) is not { } previous)
            throw new RunFolderException(
                registry.Champion() is { } first
                    ? $"{registry.Path}: there was no champion before version {first}, so there is nothing to go back to."
                    : $"{registry.Path} has no champion yet, so there is nothing to go back from.");
        registry.ReadOnnx(registry.Read(previous));
        return Move(previous, RegistryAction.RolledBack, reason);
    }

    /// <summary>Writes down what leaves the champion as it is: that it stayed, or how a hook ended.</summary>
    public RegistryRecord Note(int version, RegistryAction action, string reason)
    {
        var record = Record(version, action, reason);
        RegistryHistory.Append(registry.HistoryFile, record);
        return record;
    }

    public void Dispose() => held.Dispose();

    private RegistryRecord Move(int version, RegistryAction action, string reason)
    {
        var record = Record(version, action, reason);
        AtomicFile.Write(registry.PendingFile, stream => stream.Write(RecordJson.Text(record)), within: registry.Path);
        Finish(record);
        return record;
    }

    private RegistryRecord Record(int version, RegistryAction action, string reason) => new()
    {
        Number = registry.History().Count,
        Time = time.GetUtcNow(),
        Action = action,
        Version = version,
        Previous = registry.Champion(),
        Reason = reason,
    };

    // What a killed process began, and what somebody has written into the file by hand.
    private void Finish()
    {
        const int most = 1 << 20;
        if (FileKinds.Of(registry.PendingFile) == FileKind.File)
        {
            Finish(RecordJson.Read<RegistryRecord>(RegularFile.Bytes(registry.PendingFile, most), registry.PendingFile));
            return;
        }

        var known = RegistryRecord.Champions(registry.History());
        if (registry.Champion() is not { } champion || (known.Count > 0 && known[^1] == champion)) return;
        var previous = known.Count > 0 ? known[^1] : (int?)null;
        RegistryHistory.Append(
            registry.HistoryFile,
            Record(champion, RegistryAction.Changed, "the file was changed without Alma") with { Previous = previous });
    }

    private void Finish(RegistryRecord pending)
    {
        if (registry.Champion() != pending.Version) ChampionFile.Write(registry.Path, pending.Version);
        if (registry.History().Count <= pending.Number) RegistryHistory.Append(registry.HistoryFile, pending);
        File.Delete(registry.PendingFile);
        FolderSync.Flush(registry.Path);
    }

    private static FileStream Claim(ModelRegistry registry, TimeProvider time)
    {
        for (var started = time.GetTimestamp(); ;)
        {
            try
            {
                // It stays where it is: a file that is deleted could be held by one process and made anew by another.
                return OwnFile.Replace(registry.LockFile);
            }
            catch (Exception held) when (held is IOException or UnauthorizedAccessException)
            {
                if (held is IOException and not UnfitFileException && IsHeldByAnother(held) && time.GetElapsedTime(started) < patience)
                {
                    Thread.Sleep(pause);
                    continue;
                }

                throw new RunFolderException(
                    $"{registry.Path} is being written by another process, or cannot be written: {held.Message}", held);
            }
        }
    }

    // Linux's and macOS's EWOULDBLOCK, Windows' sharing violation.
    private static bool IsHeldByAnother(Exception held) => held.HResult is 11 or 35 or unchecked((int)0x80070020);
}
