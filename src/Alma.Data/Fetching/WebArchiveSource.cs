using System.Security.Cryptography;
using Alma.Files;

namespace Alma.Data.Fetching;

/// <summary>An archive on the web, or the same archive where a user or another program has put it already.</summary>
internal sealed class WebArchiveSource : IDatasetSource
{
    private readonly WebArchive archive;

    /// <param name="archive">The archive.</param>
    /// <param name="requiresHttps">False only where a test serves the archive itself.</param>
    public WebArchiveSource(WebArchive archive, bool requiresHttps = true)
    {
        if (requiresHttps && archive.Address.Scheme != Uri.UriSchemeHttps)
            throw new ArgumentException($"{archive.Address} is not HTTPS.", nameof(archive));
        this.archive = archive;
    }

    public string Name => archive.Address.ToString();

    public bool IsHere(FetchSession session) => OnDisk(session) is not null;

    public async Task BringAsync(IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation)
    {
        if (OnDisk(session) is { } path)
        {
            session.Note($"Unpacking {path}");
            await session.AttemptAsync(path, () => UnpackAsync(path, path, wanted, session, cancellation));
            return;
        }
        try
        {
            var download = new RepeatedDownload(archive.Address, Path.Combine(session.Folder, archive.FileName), archive.MostBytes);
            await download.RunAsync(archive.FileName, Name, session, part => UseAsync(part, wanted, session, cancellation), cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new DatasetException($"unreachable ({e.Message})", e);
        }
    }

    /// <summary>
    /// The archive in the dataset's folder, in the one around it, where torchvision leaves it, or where else its files may be; or null.
    /// </summary>
    private string? OnDisk(FetchSession session)
    {
        string[] folders = [session.Folder, Path.GetDirectoryName(session.Folder)!, .. session.Places];
        return folders.Select(folder => FileSpelling.FindFile(folder, archive.FileName)).FirstOrDefault(path => path is not null);
    }

    private async Task UseAsync(string part, IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation)
    {
        await UnpackAsync(part, Name, wanted, session, cancellation);
        if (archive.IsKept) File.Move(part, Path.Combine(session.Folder, archive.FileName), overwrite: true);
    }

    private async Task UnpackAsync(
        string path, string source, IReadOnlyList<DatasetFile> wanted, FetchSession session, CancellationToken cancellation)
    {
        if (archive.Md5 is { } expected) await CheckAsync(path, expected, cancellation);
        await new DatasetArchive(path, archive.Folder).BringAsync(wanted, source, session, cancellation);
    }

    private async Task CheckAsync(string path, string expected, CancellationToken cancellation)
    {
        await using var content = RegularFile.Open(path);
#pragma warning disable CA5351 // The only checksum that is published of such an archive: it tells a damaged download, no forged one.
        var found = Convert.ToHexStringLower(await MD5.HashDataAsync(content, cancellation));
#pragma warning restore CA5351
        if (found != expected) throw new InvalidDataException($"{archive.FileName} has MD5 {found}, expected {expected}");
    }
}
