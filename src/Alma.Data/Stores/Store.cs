using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Alma.Files;

namespace Alma.Data.Stores;

/// <summary>An imported data set: a folder with a manifest, and a folder of files for each dump.</summary>
public sealed class Store
{
    internal const string ManifestName = "manifest.json";
    internal const string DumpsName = "dumps";

    internal Store(string name, string path, StoreManifest manifest) => (Name, FullPath, Manifest) = (name, path, manifest);

    public string Name { get; }

    public string FullPath { get; }

    public StoreManifest Manifest { get; }

    /// <summary>Bytes of all dumps' files.</summary>
    public long ByteCount => Manifest.Dumps.Sum(dump => dump.Files.Values.Sum(file => file.Bytes));

    /// <summary>The store as it was when it had only its first dumps.</summary>
    /// <param name="count">At least one, at most as many as there are.</param>
    public Store WithFirstDumps(int count)
    {
        List<StoredDump> dumps = [.. Manifest.Dumps.Take(count)];
        return new(Name, FullPath, Manifest with { Dumps = dumps, Classes = [.. Manifest.Classes.Take(dumps[^1].ClassCount)] });
    }

    /// <summary>Checksums of the dumps' files by <c>0000/values</c>, for the manifest of a run.</summary>
    public IReadOnlyDictionary<string, string> Checksums => Manifest.Dumps
        .SelectMany(dump => dump.Files.Select(file => (Name: $"{dump.Folder}/{file.Key}", file.Value.Sha256)))
        .ToDictionary(file => file.Name, file => file.Sha256);

    /// <summary>Labels of a dump, zero-based classes.</summary>
    /// <exception cref="DatasetException">The file is missing or not the one that was written.</exception>
    public byte[] Labels(StoredDump dump)
    {
        var labels = new byte[CountOf(dump)];
        var isWrong = false;
        Read(dump, DumpFiles.Labels, sizeof(int), (k, bytes) =>
        {
            var label = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            isWrong |= label < 0 || label >= Manifest.Classes.Count;
            labels[k] = (byte)label;
        });
        return isWrong ? throw Damaged(dump, DumpFiles.Labels, "labels that are none of the classes") : labels;
    }

    /// <summary>Which examples of a dump are tested on.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    public bool[] Tests(StoredDump dump)
    {
        var (tests, count) = (new bool[CountOf(dump)], 0);
        Read(dump, DumpFiles.Tests, 1, (k, bytes) => count += (tests[k] = bytes[0] != 0) ? 1 : 0);
        return count == dump.TestCount
            ? tests
            : throw Damaged(dump, DumpFiles.Tests, $"{count} examples to test on, not {dump.TestCount}");
    }

    /// <summary>When the examples of a dump arose, in UTC; null where nothing says.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    public DateTime?[] Times(StoredDump dump)
    {
        var times = new DateTime?[CountOf(dump)];
        if (Manifest.TimeColumn is null) return times;
        Read(dump, DumpFiles.Times, sizeof(long), (k, bytes) => times[k] = Time(bytes));
        return times;
    }

    /// <summary>The values of a dump's examples, one after the other: pixels, or the bytes of a row's floats.</summary>
    /// <param name="take">Given the example's index in the dump and its bytes, which are good until it returns.</param>
    /// <inheritdoc cref="Labels" path="/exception"/>
    public void ReadValues(StoredDump dump, Action<int, ReadOnlySpan<byte>> take)
    {
        ArgumentNullException.ThrowIfNull(take);
        Read(dump, DumpFiles.Values, ValueBytes, take);
    }

    /// <summary>The values of a dump's examples one after the other, read as they are asked for; each is good until the next.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    internal IEnumerable<ReadOnlyMemory<byte>> ValuesInTurn(StoredDump dump, CancellationToken cancellation) =>
        InTurn(dump, DumpFiles.Values, ValueBytes, cancellation);

    /// <summary>When the examples of a dump arose, one after the other; there is a column of times.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    internal IEnumerable<DateTime?> TimesInTurn(StoredDump dump, CancellationToken cancellation) =>
        InTurn(dump, DumpFiles.Times, sizeof(long), cancellation).Select(bytes => Time(bytes.Span));

    /// <summary>The same of a file that is open already.</summary>
    internal void ReadValues(
        StoredDump dump, PositionedFile file, Action<int, ReadOnlySpan<byte>> take, CancellationToken cancellation) =>
        Read(dump, DumpFiles.Values, file, ValueBytes, take, cancellation);

    /// <summary>The file of a dump's values, which is of the right length; what is in it was not looked at.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    internal PositionedFile OpenValues(StoredDump dump) => Open(dump, DumpFiles.Values);

    /// <summary>A file of a dump, which is of the right length; what is in it was not looked at.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    internal PositionedFile Open(StoredDump dump, string name)
    {
        ArgumentNullException.ThrowIfNull(dump);
        var path = PathOf(dump, name);
        try
        {
            OwnFile.RefuseLinks(FullPath, path);
            if (FileKinds.Of(path) == FileKind.Link) throw new UnfitFileException($"{path} is a link");
            var file = PositionedFile.Open(path);
            if (file.Length == dump.Files[name].Bytes) return file;
            file.Dispose();
            throw Damaged(dump, name, $"{file.Length} bytes, not {dump.Files[name].Bytes}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Damaged(dump, name, $"no file that can be read ({unreadable.Message})");
        }
    }

    /// <summary>Reads a file of a dump to its end, and compares its checksum.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    internal void Check(StoredDump dump, string name, PositionedFile file, CancellationToken cancellation)
    {
        foreach (var _ in Blocks(dump, name, file, 1, cancellation))
        {
            // The checksum is compared when the last was taken.
        }
    }

    /// <summary>The numbers of a row, NaN where one is missing.</summary>
    internal static ReadOnlySpan<float> Row(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes);

    private int ValueBytes => checked((int)Manifest.BytesPerExample);

    private static int CountOf(StoredDump dump)
    {
        ArgumentNullException.ThrowIfNull(dump);
        return dump.Count;
    }

    private void Read(StoredDump dump, string name, int each, Action<int, ReadOnlySpan<byte>> take)
    {
        using var file = Open(dump, name);
        Read(dump, name, file, each, take, CancellationToken.None);
    }

    private void Read(
        StoredDump dump, string name, PositionedFile file, int each, Action<int, ReadOnlySpan<byte>> take, CancellationToken cancellation)
    {
        var next = 0;
        foreach (var block in Blocks(dump, name, file, each, cancellation))
            for (var start = 0; start < block.Length; start += each) take(next++, block.Span.Slice(start, each));
    }

    private IEnumerable<ReadOnlyMemory<byte>> InTurn(StoredDump dump, string name, int each, CancellationToken cancellation)
    {
        using var file = Open(dump, name);
        foreach (var block in Blocks(dump, name, file, each, cancellation))
            for (var start = 0; start < block.Length; start += each) yield return block.Slice(start, each);
    }

    // Some entries at a time, good until the next; the checksum of all is compared when the last was taken.
    private IEnumerable<ReadOnlyMemory<byte>> Blocks(
        StoredDump dump, string name, PositionedFile file, int each, CancellationToken cancellation)
    {
        var block = new byte[Math.Max(1, StoreContents.BlockBytes / each) * each];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = dump.Files[name].Bytes;
        for (var offset = 0L; offset < length; offset += block.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var bytes = block.AsMemory(0, (int)Math.Min(block.Length, length - offset));
            try
            {
                file.Read(bytes.Span, offset);
            }
            catch (IOException unreadable)
            {
                throw Damaged(dump, name, $"no bytes that can be read ({unreadable.Message})");
            }

            hash.AppendData(bytes.Span);
            yield return bytes;
        }

        Compare(dump, name, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static DateTime? Time(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes) is var ticks and >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : null;

    private void Compare(StoredDump dump, string name, string sha256)
    {
        if (sha256 != dump.Files[name].Sha256) throw Damaged(dump, name, $"the SHA-256 {sha256}, not {dump.Files[name].Sha256}");
    }

    private string PathOf(StoredDump dump, string name) => Path.Combine(FullPath, DumpsName, dump.Folder, name);

    internal DatasetException Damaged(StoredDump dump, string name, string found) =>
        new($"{PathOf(dump, name)}: found {found}. Import {Name} again.");
}
