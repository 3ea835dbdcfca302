namespace Alma.Learning.Datasets;

/// <summary>A dataset's file where it was found.</summary>
public sealed record StoredFile
{
    private readonly string folder;
    private readonly StoredForm form;

    private StoredFile(string folder, StoredForm form) => (this.folder, this.form) = (folder, form);

    /// <summary>Of the form's several files the one that says what it is.</summary>
    public string Path => System.IO.Path.Combine(folder, form.Members[0]);

    /// <summary>The preferred form in which a folder holds the file, or null.</summary>
    internal static StoredFile? In(string folder, DatasetFile file) =>
        file.Forms.FirstOrDefault(form => form.IsIn(folder)) is { } form ? new(folder, form) : null;

    /// <summary>The file as it is or gzipped, under any name.</summary>
    internal static StoredFile Plain(string path) =>
        new(System.IO.Path.GetDirectoryName(path)!, new PlainForm(System.IO.Path.GetFileName(path)));

    /// <summary>The file's content, plain or gzipped; seekable.</summary>
    /// <exception cref="InvalidDataException">What lies there cannot be made into that content.</exception>
    internal Stream Open() => form.Open(folder);
}
