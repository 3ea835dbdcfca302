using System.Formats.Tar;
using System.IO.Compression;
using Alma.Files;

namespace Alma.Data.Fetching;

/// <summary>
/// A tar.gz or zip archive, of which only what the wanted files are made of is unpacked, and which is refused when it is not harmless.
/// </summary>
/// <param name="path">The archive; its first bytes say which of the two it is.</param>
/// <param name="folder">The folder of the archive that holds the files.</param>
/// <param name="mostUnpackedBytes">Of all that is unpacked or passed over.</param>
internal sealed class DatasetArchive(string path, string folder, long mostUnpackedBytes = DatasetArchive.UsualLimit)
{
    // CIFAR-10 needs 184 MB of it.
    private const long UsualLimit = 512 << 20;

    // Of the file mode that a zip made on Unix has in the upper half of an entry's attributes.
    private const int UnixFileType = 0xF000;
    private const int UnixRegularFile = 0x8000;
    private const int UnixFolder = 0x4000;

    /// <summary>
    /// Stores those of the wanted files that the archive has, in whatever form; a file that fails alone is told to the session.
    /// </summary>
    /// <exception cref="DatasetException">The archive has a link, or a path out of its folder.</exception>
    /// <exception cref="InvalidDataException">It is damaged or unpacks to too much.</exception>
    public async Task BringAsync(IReadOnlyList<DatasetFile> wanted, string source, FetchSession session, CancellationToken cancellation)
    {
        var unpacked = Directory.CreateTempSubdirectory("alma-fetch-");
        try
        {
            var members = wanted.SelectMany(file => file.Forms).SelectMany(form => form.Members).ToHashSet();
            await UnpackAsync(members, unpacked.FullName, cancellation);
            await new LocalFolder(unpacked.FullName).BringAsync(wanted, source, session, cancellation);
        }
        finally
        {
            unpacked.Delete(recursive: true);
        }
    }

    private async Task UnpackAsync(HashSet<string> members, string into, CancellationToken cancellation)
    {
        await using var archive = RegularFile.Open(path);
        await UnpackAsync(archive, members, into, cancellation);
    }

    /// <summary>Unpacks what an archive has of some members of its folder.</summary>
    /// <param name="archive">Seekable.</param>
    /// <exception cref="DatasetException">The archive has a link, or a path out of its folder.</exception>
    /// <exception cref="InvalidDataException">It is damaged or unpacks to too much.</exception>
    internal async Task UnpackAsync(Stream archive, HashSet<string> members, string into, CancellationToken cancellation)
    {
        var (first, second) = (archive.ReadByte(), archive.ReadByte());
        archive.Position = 0;
        try
        {
            await ((first, second) switch
            {
                ('P', 'K') => UnpackZipAsync(archive, members, into, cancellation),
                (0x1F, 0x8B) => UnpackTarAsync(archive, members, into, cancellation),
                _ => throw new InvalidDataException("it is neither a tar.gz nor a zip archive"),
            });
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException("its archive ends inside a file", e);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InvalidDataException($"its archive is damaged ({e.Message})", e);
        }
    }

    // The readers of the runtime meet a number or a name in a header that makes no sense by whatever exception comes of using it.
    private static bool IsDamage(Exception fault) => fault
        is InvalidOperationException or ArithmeticException or FormatException or ArgumentException or NotSupportedException
            or IndexOutOfRangeException;

    private async Task UnpackTarAsync(Stream archive, HashSet<string> members, string into, CancellationToken cancellation)
    {
        await using (var headers = new BoundedStream(
            new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true), mostUnpackedBytes))
            TarHeaders.Check(headers);
        archive.Position = 0;
        await using var bounded = new BoundedStream(new GZipStream(archive, CompressionMode.Decompress), mostUnpackedBytes);
        await using var entries = new TarReader(bounded);
        while (await entries.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
        {
            var isPlain = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory
                or TarEntryType.GlobalExtendedAttributes;
            if (!isPlain) throw Refused(entry.Name, $"a {entry.EntryType}; only files and folders are expected");
            if (MemberOf(entry.Name, members) is not { } member || entry.DataStream is not { } content) continue;
            await WriteAsync(content, Path.Combine(into, member), cancellation);
        }
    }

    private async Task UnpackZipAsync(Stream archive, HashSet<string> members, string into, CancellationToken cancellation)
    {
        await using var entries = new ZipArchive(archive, ZipArchiveMode.Read, leaveOpen: true);
        var left = mostUnpackedBytes;
        foreach (var entry in entries.Entries)
        {
            if ((entry.ExternalAttributes >> 16 & UnixFileType) is not (0 or UnixRegularFile or UnixFolder))
                throw Refused(entry.FullName, "a link or a device; only files and folders are expected");
            if (MemberOf(entry.FullName, members) is not { } member) continue;
            await using var content = new BoundedStream(await entry.OpenAsync(cancellation), left);
            left -= await WriteAsync(content, Path.Combine(into, member), cancellation);
        }
    }

    /// <summary>Which of the members an entry is, or null.</summary>
    private string? MemberOf(string name, HashSet<string> members)
    {
        if (Path.IsPathRooted(name) || name.Split('/', '\\').Contains("..")) throw Refused(name, "a path out of its folder");
        var member = name.StartsWith(folder + "/", StringComparison.Ordinal) ? name[(folder.Length + 1)..] : null;
        return member is not null && members.Contains(member) ? member : null;
    }

    private static async Task<long> WriteAsync(Stream content, string path, CancellationToken cancellation)
    {
        await using var file = OwnFile.Replace(path);
        await content.CopyToAsync(file, cancellation);
        return file.Length;
    }

    private static DatasetException Refused(string name, string why) => new($"its archive holds '{name}', {why}");
}
