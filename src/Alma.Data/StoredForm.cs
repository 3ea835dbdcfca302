using System.Collections.Immutable;
using Alma.Files;

namespace Alma.Data;

/// <summary>
/// A form in which a folder or an archive may hold a dataset's file: the names it has there, and how they become the file.
/// </summary>
internal abstract record StoredForm(ImmutableArray<string> Members)
{
    /// <summary>Where a folder has the members, in their order; null where one is missing.</summary>
    public ImmutableArray<string>? FindIn(string folder)
    {
        string?[] found = [.. Members.Select(member => FileSpelling.FindFile(folder, member))];
        return found.Contains(null) ? null : [.. found.OfType<string>()];
    }

    /// <summary>The file's content, plain or gzipped; seekable.</summary>
    /// <param name="paths">Of the members, in their order.</param>
    /// <exception cref="InvalidDataException">The members cannot be made into that content.</exception>
    public abstract Stream Open(ImmutableArray<string> paths);
}

/// <summary>The file as it is, or gzipped; its first bytes decide, not its name.</summary>
internal sealed record PlainForm(string Member) : StoredForm([Member])
{
    /// <summary>The two names that such a file may have.</summary>
    public static ImmutableArray<StoredForm> Of(string name) => [new PlainForm(name), new PlainForm(name + ".gz")];

    public override Stream Open(ImmutableArray<string> paths) => RegularFile.Open(paths[0]);
}
