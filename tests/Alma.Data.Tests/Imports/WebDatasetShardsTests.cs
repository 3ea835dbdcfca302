using System.Formats.Tar;
using Alma.Data.Imports;
using Alma.Data.Tests.Idx;

namespace Alma.Data.Tests.Imports;

public sealed class WebDatasetShardsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static byte[] Image => ImageSamples.All["bmp"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Examples_OfSeveralShards_ComeInTheirOrder()
    {
        Put(
            "part-000.tar", false, ("a.b/1.bmp", Image), ("a.b/1.cls", [.. "3"u8]), ("a.b/2.json", [.. "{}"u8]),
            ("a.b/2.cls", [.. "4\n"u8]), ("a.b/2.bmp", Image));
        Put("part-001.tar.gz", true, ("3.bmp", Image), ("4.cls", [.. "5"u8]), ("5.bmp", Image), ("5.cls", []));

        var read = Read(ImportPaths.Match([folder.File("part-00{0,1}.tar*")]));

        Assert.Equal(["3", "4", null, null], read.Select(example => example.Label));
        Assert.Equal(ImageFile.Read(Image, "x", 3, null).Pixels, ((ImageValues)read[0].Values).Pixels);
        Assert.Equal($"{folder.File("part-000.tar")}/a.b/1.bmp", read[0].Place.ToString());
    }

    [Fact]
    public void Shards_OfATestSet_AreTestedOn()
    {
        Put("train-0.tar", false, ("1.bmp", Image), ("1.cls", [.. "0"u8]));
        Put("test-0.tar", false, ("1.bmp", Image), ("1.cls", [.. "1"u8]));

        Assert.Equal([false, true], Read([folder.File("train-0.tar"), folder.File("test-0.tar")]).Select(example => example.IsTest));
    }

    [Fact]
    public void Links_InAShard_AreNotRead()
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            writer.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "1.png") { LinkName = "/etc/passwd" });

        Assert.Contains("found no image in it", Refused(folder.Write("x.tar", archive.ToArray())));
    }

    [Fact]
    public void Shard_CutOff_IsRefused()
    {
        var path = Put("x.tar", false, ("1.bmp", Image), ("1.cls", [.. "0"u8]));

        Assert.Contains("found a damaged file", Refused(folder.Write("y.tar", File.ReadAllBytes(path)[..600])));
        Assert.Contains("found no image in it", Refused(folder.Write("z.tar", new byte[1024])));
        Assert.Contains("found a damaged file", Refused(folder.Write("w.tar", "not a tar archive at all, but text"u8.ToArray())));
    }

    [Fact]
    public void Label_ThatIsAText_IsRefused() => Assert.Contains(
        "found a text of 5000 bytes", Refused(Put("x.tar", false, ("1.bmp", Image), ("1.cls", [.. Enumerable.Repeat((byte)'x', 5000)]))));

    private static List<ImportedExample> Read(IReadOnlyList<string> paths)
    {
        using var source = ImportFormats.Open(new ImportRequest(paths), TestContext.Current.CancellationToken);
        return [.. source.Read(TestContext.Current.CancellationToken)];
    }

    private static string Refused(string path) => Assert.Throws<DatasetException>(() => Read([path])).Message;

    private string Put(string name, bool isPacked, params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
            foreach (var (file, content) in files)
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, file) { DataStream = new MemoryStream(content) });
        return folder.Write(name, isPacked ? IdxBytes.Gzip(archive.ToArray()) : archive.ToArray());
    }
}
