namespace Alma.Keeping.Inboxes;

/// <summary>A dump that lies whole in an inbox.</summary>
/// <param name="Name">Of the file or folder.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Fingerprint">What it was when it was found whole: as long as that stays, nobody has written in it.</param>
public sealed record InboxEntry(string Name, string Path, string Fingerprint)
{
    /// <summary>Whether it is as it was found.</summary>
    public bool IsUnchanged => EntryFingerprint.Of(Path)?.Text == Fingerprint;
}

/// <summary>What lies in an inbox.</summary>
/// <param name="Complete">Dumps that are whole, in the order of their names.</param>
/// <param name="Arriving">Names of those that may still be written.</param>
public sealed record InboxContent(IReadOnlyList<InboxEntry> Complete, IReadOnlyList<string> Arriving);
