using System.Collections.Immutable;
using Alma.Files;

namespace Alma.Learning.Datasets;

/// <summary>A form in which a folder or an archive may hold a dataset's file: the names it has there, and how they become the file.</summary>
internal abstract record StoredForm(ImmutableArray<string> Members)
{
    public bool IsIn(string folder) => Members.All(member => File.Exists(Path.Combine(folder, member)));

    /// <summary>The file's content, plain or gzipped; seekable.</summary>
    /// <exception cref="InvalidDataException">The members cannot be made into that content.</exception>
    public abstract Stream Open(string folder);
}

/// <summary>The file as it is, or gzipped; its first bytes decide, not its name.</summary>
internal sealed record PlainForm(string Member) : StoredForm([Member])
{
    /// <summary>The two names that such a file may have.</summary>
    public static ImmutableArray<StoredForm> Of(string name) => [new PlainForm(name), new PlainForm(name + ".gz")];

    public override Stream Open(string folder) => RegularFile.Open(Path.Combine(folder, Member));
}
