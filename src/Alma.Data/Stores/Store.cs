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
    private const int BlockBytes = 1 << 20;

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

    /// <summary>Labels of a dump, an int32 each.</summary>
    /// <exception cref="DatasetException">The file is missing or not the one that was written.</exception>
    public int[] Labels(StoredDump dump)
    {
        var bytes = Bytes(dump, DumpFiles.Labels);
        var labels = new int[dump.Count];
        for (var k = 0; k < labels.Length; k++) labels[k] = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(k * sizeof(int)));
        return Array.Exists(labels, label => label < 0 || label >= Manifest.Classes.Count)
            ? throw Damaged(dump, DumpFiles.Labels, "labels that are none of the classes")
            : labels;
    }

    /// <summary>Which examples of a dump are tested on.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    public bool[] Tests(StoredDump dump)
    {
        var tests = Array.ConvertAll(Bytes(dump, DumpFiles.Tests), one => one != 0);
        return tests.Count(test => test) == dump.TestCount
            ? tests
            : throw Damaged(dump, DumpFiles.Tests, $"{tests.Count(test => test)} examples to test on, not {dump.TestCount}");
    }

    /// <summary>When the examples of a dump arose, in UTC; null where nothing says.</summary>
    /// <inheritdoc cref="Labels" path="/exception"/>
    public DateTime?[] Times(StoredDump dump)
    {
        if (Manifest.TimeColumn is null) return new DateTime?[dump.Count];
        var bytes = Bytes(dump, DumpFiles.Times);
        var times = new DateTime?[dump.Count];
        for (var k = 0; k < times.Length; k++)
            times[k] = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(k * sizeof(long))) is var ticks and >= 0
                && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;
        return times;
    }

    /// <summary>The values of a dump's examples, one after the other: pixels, or the bytes of a row's floats.</summary>
    /// <param name="take">Given the example's index in the dump and its bytes, which are good until it returns.</param>
    /// <inheritdoc cref="Labels" path="/exception"/>
    public void ReadValues(StoredDump dump, Action<int, ReadOnlySpan<byte>> take)
    {
        ArgumentNullException.ThrowIfNull(dump);
        ArgumentNullException.ThrowIfNull(take);
        var each = checked((int)Manifest.BytesPerExample);
        var block = new byte[Math.Max(1, BlockBytes / each) * each];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = Open(dump, DumpFiles.Values);
        for (var next = 0; next < dump.Count;)
        {
            var wanted = (int)Math.Min(block.Length, (dump.Count - (long)next) * each);
            if (file.ReadAtLeast(block.AsSpan(0, wanted), wanted, throwOnEndOfStream: false) < wanted)
                throw Damaged(dump, DumpFiles.Values, "fewer bytes than the manifest says");
            hash.AppendData(block, 0, wanted);
            for (var start = 0; start < wanted; start += each) take(next++, block.AsSpan(start, each));
        }

        Check(dump, DumpFiles.Values, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>The numbers of a row, NaN where one is missing.</summary>
    internal static ReadOnlySpan<float> Row(ReadOnlySpan<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes);

    private byte[] Bytes(StoredDump dump, string name)
    {
        ArgumentNullException.ThrowIfNull(dump);
        using var file = Open(dump, name);
        var bytes = new byte[dump.Files[name].Bytes];
        file.ReadExactly(bytes);
        Check(dump, name, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        return bytes;
    }

    private FileStream Open(StoredDump dump, string name)
    {
        var path = PathOf(dump, name);
        try
        {
            OwnFile.RefuseLinks(FullPath, path);
            if (FileKinds.Of(path) == FileKind.Link) throw new UnfitFileException($"{path} is a link");
            var file = RegularFile.Open(path);
            if (file.Length == dump.Files[name].Bytes) return file;
            var found = file.Length;
            file.Dispose();
            throw Damaged(dump, name, $"{found} bytes, not {dump.Files[name].Bytes}");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Damaged(dump, name, $"no file that can be read ({unreadable.Message})");
        }
    }

    private void Check(StoredDump dump, string name, string sha256)
    {
        if (sha256 != dump.Files[name].Sha256) throw Damaged(dump, name, $"the SHA-256 {sha256}, not {dump.Files[name].Sha256}");
    }

    private string PathOf(StoredDump dump, string name) => Path.Combine(FullPath, DumpsName, dump.Folder, name);

    private DatasetException Damaged(StoredDump dump, string name, string found) =>
        new($"{PathOf(dump, name)}: found {found}. Import {Name} again.");
}
