using System.IO.Compression;
using Alma.Files;

namespace Alma.Data.Imports;

/// <summary>The arrays of a file of NumPy's <c>savez</c> (.npz): a zip with an .npy for each.</summary>
internal sealed class ZippedArrays : INamedArrays
{
    private const string Ending = ".npy";

    private readonly ZipArchive archive;
    private readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);

    /// <exception cref="DatasetException">It is no such file.</exception>
    public ZippedArrays(string path)
    {
        Path = path;
        archive = DamagedArray.Guard(path, () => new ZipArchive(RegularFile.Open(path), ZipArchiveMode.Read));
        foreach (var entry in DamagedArray.Guard(path, () => archive.Entries)) // the list of entries is read now
            if (entry.FullName.EndsWith(Ending, StringComparison.Ordinal)) entries.TryAdd(entry.FullName[..^Ending.Length], entry);
    }

    public string Path { get; }

    public IReadOnlyCollection<string> Names => entries.Keys;

    public string PathOf(string name) => $"{Path}/{name}{Ending}";

    public StoredArray Open(string name) => DamagedArray.Guard(Path, () => NpyHeader.Open(entries[name].Open(), PathOf(name)));

    public bool Next(StoredArray array) => DamagedArray.Guard(Path, array.Next);

    public void Dispose() => archive.Dispose();
}
