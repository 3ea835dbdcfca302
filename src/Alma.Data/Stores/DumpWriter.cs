using System.Buffers.Binary;
using System.Security.Cryptography;
using Alma.Files;

namespace Alma.Data.Stores;

/// <summary>A dump on its way into a folder of its own: values go to the disk as they come, what is small is written in the end.</summary>
internal sealed class DumpWriter : IDisposable
{
    private const int BlockEntries = 1 << 16;

    private readonly string path;
    private readonly FileStream values;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<byte> labels = [];
    private readonly List<bool> tests = [];
    private readonly List<long>? times;
    private readonly Action? beforeStep;
    private long valueBytes;

    /// <param name="path">A folder that is not there.</param>
    /// <param name="hasTimes">Whether times are kept.</param>
    public DumpWriter(string name, string path, bool hasTimes, Action? beforeStep)
    {
        (Name, this.path, this.beforeStep) = (name, path, beforeStep);
        times = hasTimes ? [] : null;
        beforeStep?.Invoke();
        Directory.CreateDirectory(path);
        values = OwnFile.Create(Path.Combine(path, DumpFiles.Values));
    }

    public string Name { get; }

    /// <summary>What the dump was in an inbox.</summary>
    public ArrivedEntry? Arrived { get; init; }

    public int Count => labels.Count;

    public int Unlabelled { get; set; }

    public bool HasTests => tests.Contains(true);

    public void Add(ReadOnlySpan<byte> example, int label, bool isTest, DateTime? time)
    {
        values.Write(example);
        hash.AppendData(example);
        valueBytes += example.Length;
        labels.Add((byte)label); // StoreManifest.MostClasses
        tests.Add(isTest);
        times?.Add(time?.Ticks ?? DumpFiles.NoTime);
    }

    /// <summary>Sets a part aside to test on, drawn by a seed.</summary>
    public void SetAside(double share, int seed)
    {
        var order = Enumerable.Range(0, Count).ToArray();
        new Random(seed).Shuffle(order);
        foreach (var k in order.Take((int)(Count * share))) tests[k] = true;
    }

    /// <summary>Writes the rest and brings all to the disk.</summary>
    /// <param name="final">The final number of each class.</param>
    /// <param name="classCount">Of the store, with those that come with this dump.</param>
    public StoredDump Finish(
        string folder, int[] final, int classCount, DateTime imported, IReadOnlyList<string> sources)
    {
        beforeStep?.Invoke();
        values.Flush(flushToDisk: true);
        values.Dispose();
        var files = new Dictionary<string, StoredContent>
        {
            [DumpFiles.Values] = new(valueBytes, Convert.ToHexStringLower(hash.GetHashAndReset())),
            [DumpFiles.Labels] = Write(
                DumpFiles.Labels, sizeof(int), (to, k) => BinaryPrimitives.WriteInt32LittleEndian(to, final[labels[k]])),
            [DumpFiles.Tests] = Write(DumpFiles.Tests, 1, (to, k) => to[0] = tests[k] ? (byte)1 : (byte)0),
        };
        if (times is not null)
            files[DumpFiles.Times] = Write(DumpFiles.Times, sizeof(long), (to, k) => BinaryPrimitives.WriteInt64LittleEndian(to, times[k]));
        FolderSync.Flush(path);
        return new StoredDump(Name, folder, Count, tests.Count(test => test))
        {
            ClassCount = classCount,
            Unlabelled = Unlabelled,
            Imported = imported,
            Sources = sources,
            Arrived = Arrived,
            Files = files,
        };
    }

    /// <summary>Gives the folder its place.</summary>
    public void Place(string to)
    {
        beforeStep?.Invoke();
        Directory.Move(path, to);
    }

    public void Dispose()
    {
        values.Dispose();
        hash.Dispose();
    }

    private delegate void Put(Span<byte> to, int index);

    private StoredContent Write(string name, int size, Put put)
    {
        beforeStep?.Invoke();
        using var checksum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = OwnFile.Create(Path.Combine(path, name));
        var block = new byte[BlockEntries * size];
        for (var start = 0; start < Count; start += BlockEntries)
        {
            var length = Math.Min(BlockEntries, Count - start);
            for (var k = 0; k < length; k++) put(block.AsSpan(k * size, size), start + k);
            checksum.AppendData(block, 0, length * size);
            file.Write(block, 0, length * size);
        }

        file.Flush(flushToDisk: true);
        return new((long)Count * size, Convert.ToHexStringLower(checksum.GetHashAndReset()));
    }
}
