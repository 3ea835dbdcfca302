using Alma.Data;
using Alma.Data.Imports;

namespace Alma.Fuzzing;

/// <summary>The readers of users' own files.</summary>
internal static class ImportParsers
{
    private static readonly string folder = Directory.CreateTempSubdirectory("alma-fuzzing-").FullName;

    /// <summary>Decoded, as it is and scaled.</summary>
    public static bool Image(byte[] input) => Reads(() =>
    {
        ImageFile.Read(input, "file", 3, null);
        ImageFile.Read(input, "file", 1, 5);
    });

    /// <summary>Looked through and read, with the column <c>at</c> for times.</summary>
    public static bool Csv(byte[] input) => Imports(input, "t.csv", request => request with { TimeColumn = "at" });

    /// <summary>The same, in an encoding in which every byte is a letter.</summary>
    public static bool Latin(byte[] input) => Imports(input, "t.tsv", request => request with { Encoding = "latin-1" });

    public static bool Npz(byte[] input) => Imports(input, "a.npz", request => request);

    /// <summary>An array by itself, so that damage meets its header.</summary>
    public static bool Npy(byte[] input) => Reads(() =>
    {
        using var array = NpyHeader.Open(new MemoryStream(input), "file");
        while (array.EntryLength > 0 && array.Next()) array.Label();
    });

    /// <summary>The pair of an array of MNIST's format with right labels.</summary>
    public static bool IdxPair(byte[] input)
    {
        File.WriteAllBytes(Path.Combine(folder, "train-labels-idx1-ubyte"), ImportSeeds.IdxLabels);
        return Imports(input, "train-images-idx3-ubyte", request => request with
        {
            Paths = [.. request.Paths, Path.Combine(folder, "train-labels-idx1-ubyte")],
        });
    }

    public static bool Shards(byte[] input) => Imports(input, "shard.tar", request => request);

    public static bool Parquet(byte[] input) => Imports(input, "t.parquet", request => request);

    public static bool Arrow(byte[] input) => Imports(input, "t.arrow", request => request);

    private static bool Imports(byte[] input, string name, Func<ImportRequest, ImportRequest> change)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, input);
        return Reads(() =>
        {
            using var source = ImportFormats.Open(change(new ImportRequest([path])), CancellationToken.None);
            foreach (var _ in source.Read(CancellationToken.None))
            {
            }
        });
    }

    private static bool Reads(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (DatasetException)
        {
            return false;
        }
    }
}
