using System.Collections.Immutable;

namespace Alma.Data;

/// <summary>A dataset's file where it was found.</summary>
public sealed record StoredFile
{
    private readonly ImmutableArray<string> paths;
    private readonly StoredForm form;

    private StoredFile(ImmutableArray<string> paths, StoredForm form) => (this.paths, this.form) = (paths, form);

    /// <summary>Of the form's several files the one that says what it is.</summary>
    public string Path => paths[0];

    /// <summary>The preferred form in which a folder holds the file, or null.</summary>
    internal static StoredFile? In(string folder, DatasetFile file) =>
        file.Forms.Select(candidate => candidate.FindIn(folder) is { } found ? new StoredFile(found, candidate) : null)
            .FirstOrDefault(stored => stored is not null);

    /// <summary>The file as it is or gzipped, under any name.</summary>
    internal static StoredFile Plain(string path) =>
        new([path], new PlainForm(System.IO.Path.GetFileName(path)));

    /// <summary>The file's content, plain or gzipped; seekable.</summary>
    /// <exception cref="InvalidDataException">What lies there cannot be made into that content.</exception>
    internal Stream Open() => form.Open(paths);
}
