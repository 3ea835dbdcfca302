using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Experiments.Checkpoints;
using Alma.Runs;
using Alma.Runs.Images;
using Alma.Testing;
using DuckDB.NET.Data;

namespace Alma.Experiments.Tests;

/// <summary>A built-in data set that is imported, in whatever form, gives the bits that it gives as it is built in.</summary>
public sealed class ImportedFormsTests : IDisposable
{
    private const string Mnist = "mnist/test_finetune_mlp";
    private const string Cifar = "cifar10/test_finetune_vgg";

    private readonly TemporaryFolder stores = new();
    private readonly TinyRun runs = new();

    public static TheoryData<string, string, bool> Cases => new(
        from recipe in new[] { Mnist, Cifar }
        from form in new[] { "images", "parquet", "npz", "shards", "idx" }
        where form != "idx" || recipe == Mnist // it has no channels
        from isHeld in new[] { true, false }
        select (recipe, form, isHeld));

    private string Data => stores.FullPath;

    public void Dispose()
    {
        runs.Dispose();
        stores.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BuiltInData_ImportedInAnotherForm_GivesTheSameBits(string recipe, string form, bool isHeld)
    {
        var entry = recipe == Mnist ? DatasetCatalog.Mnist : DatasetCatalog.Find("cifar10");
        var built = recipe == Cifar ? TinyImages.Of(entry, 60, 10) : TinyImages.Of(entry); // as TinyRun has them
        var request = new ImportRequest([.. Write(built, form).Select(name => Path.Combine(Data, name))]);
        using (var source = ImportFormats.Open(request, TestContext.Current.CancellationToken))
            StoreImport.Make(new StoreFolder(Data), "copy", source, new ImportPlan(request, TimeProvider.System), CancellationToken.None);
        string[] few = ["n_megabatches=3", "clmodel.max_epochs=2"];
        if (recipe == Cifar) few = [.. few, "clmodel.model.n_channels=2"];

        var expected = runs.Start(TinyRun.Request(recipe, few));
        var imported = runs.Start(TinyRun.Request(
            recipe,
            [
                .. few, $"data_dir={Data}", "stream.train.class_name=copy", $"++stream.train.keep_in_memory={(isHeld ? "true" : "false")}",
                $"+stream.train.normalisation={{mean: {Listed(entry.Normalisation.Mean)}, "
                    + $"std: {Listed(entry.Normalisation.StandardDeviation)}}}",
            ]));

        Assert.Equal(Weights(expected), Weights(imported));
    }

    private static string Listed(IEnumerable<float> numbers) =>
        $"[{string.Join(", ", numbers.Select(number => FormattableString.Invariant($"{number}")))}]";

    private static List<string> Weights(RunFolder folder) => [.. SafetensorsContent.Read(folder.ModelFile(2)).Tensors.Select(tensor =>
        $"{tensor.Key} ({string.Join(", ", tensor.Value.Shape)}): {Convert.ToHexString(SHA256.HashData(tensor.Value.Bytes.Span))}")];

    private string[] Write(ImageDataset built, string form)
    {
        (ImageSet Set, string Part)[] parts = [(built.Train, "train"), (built.Test, "test")];
        switch (form)
        {
            case "images":
                foreach (var (set, part) in parts) WriteImages(set, part);
                return ["images"];
            case "parquet":
                foreach (var (set, part) in parts) WriteParquet(set, $"{part}.parquet");
                return ["train.parquet", "test.parquet"];
            case "npz":
                WriteNpz(parts);
                return ["all.npz"];
            case "shards":
                foreach (var (set, part) in parts) WriteShard(set, $"{part}.tar");
                return ["train.tar", "test.tar"];
            default:
                return [.. parts.SelectMany(part => WriteIdx(part.Set, part.Part == "test" ? "t10k" : "train"))];
        }
    }

    // Numbered, so that they come in the order in which they are.
    private void WriteImages(ImageSet set, string part)
    {
        for (var k = 0; k < set.Count; k++)
        {
            var folder = Directory.CreateDirectory(Path.Combine(Data, "images", part, $"{set.Labels[k]}")).FullName;
            File.WriteAllBytes(Path.Combine(folder, $"{k:D5}.png"), Png(set, k));
        }
    }

    private void WriteParquet(ImageSet set, string name)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        var rows = Enumerable.Range(0, set.Count).Select(k => $"(from_hex('{Convert.ToHexString(Png(set, k))}'), {set.Labels[k]})");
        command.CommandText =
            $"COPY (SELECT {{'bytes': b, 'path': NULL}} AS image, label FROM (VALUES {string.Join(", ", rows)}) AS t(b, label)) "
            + $"TO '{Path.Combine(Data, name)}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    // As Keras names them.
    private void WriteNpz((ImageSet Set, string Part)[] parts)
    {
        using var archive = ZipFile.Open(Path.Combine(Data, "all.npz"), ZipArchiveMode.Create);
        foreach (var (set, part) in parts)
        {
            var channels = set.Channels == 1 ? "" : $"{set.Channels}, ";
            WriteNpy(archive, $"x_{part}.npy", $"({set.Count}, {channels}{set.Height}, {set.Width})", set.Pixels);
            WriteNpy(archive, $"y_{part}.npy", $"({set.Count},)", set.Labels);
        }
    }

    private static void WriteNpy(ZipArchive archive, string name, string shape, byte[] values)
    {
        var header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        using var file = archive.CreateEntry(name).Open();
        file.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values]);
    }

    private void WriteShard(ImageSet set, string name)
    {
        using var archive = new TarWriter(File.Create(Path.Combine(Data, name)));
        for (var k = 0; k < set.Count; k++)
        {
            Add($"{k:D5}.png", Png(set, k));
            Add($"{k:D5}.cls", Encoding.ASCII.GetBytes($"{set.Labels[k]}"));
        }

        void Add(string entry, byte[] content) =>
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) });
    }

    private string[] WriteIdx(ImageSet set, string part)
    {
        var (images, labels) = ($"{part}-images-idx3-ubyte", $"{part}-labels-idx1-ubyte");
        File.WriteAllBytes(
            Path.Combine(Data, images),
            [0, 0, 8, 3, .. BigEndian(set.Count), .. BigEndian(set.Height), .. BigEndian(set.Width), .. set.Pixels]);
        File.WriteAllBytes(Path.Combine(Data, labels), [0, 0, 8, 1, .. BigEndian(set.Count), .. set.Labels]);
        return [images, labels];
    }

    private static byte[] BigEndian(int number) => [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];

    private static byte[] Png(ImageSet set, int index)
    {
        var size = set.Channels * set.Height * set.Width;
        return PngImage.Encode(set.Pixels.AsSpan(index * size, size), set.Channels, set.Height, set.Width);
    }
}
