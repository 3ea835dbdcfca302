using System.Formats.Tar;
using Alma.Data.Tests.Cifar;
using Alma.Data.Tests.Fetching;
using Alma.Data.Tests.Idx;
using Alma.Data.Tests.Pickles;
using Alma.Experiments.Checkpoints;
using static TorchSharp.torch;

namespace Alma.Fuzzing;

/// <summary>Right data files and checkpoints, small enough that millions of damaged ones can be read.</summary>
internal static class DataSeeds
{
    /// <summary>Images of a batch of CIFAR-10.</summary>
    public const int CifarCount = 2;

    private static readonly byte[] pixels = [.. Enumerable.Range(0, CifarCount * 3072).Select(k => (byte)(k * 7))];
    private static readonly byte[] labels = [3, 7];
    private static readonly byte[] records = [labels[0], .. pixels[..3072], labels[1], .. pixels[3072..]];
    private static readonly byte[] idxImages = IdxBytes.Of([4, 3, 2], [.. Enumerable.Range(0, 24).Select(k => (byte)k)]);
    private static readonly byte[] idxLabels = IdxBytes.Of([8], [0, 1, 2, 3, 4, 5, 6, 7]);

    public static byte[][] Idx { get; } =
        [
            idxImages,
            idxLabels,
            IdxBytes.Gzip(idxImages),
            IdxBytes.Gzip(idxLabels),
            IdxBytes.Gzip(IdxBytes.Of([100, 28, 28], new byte[78_400]))
        ];

    public static byte[][] CifarBinary { get; } = [records, IdxBytes.Gzip(records)];

    public static byte[][] CifarPickle { get; } =
    [
        PickleWriter.Batch(labels, pixels),
        new PickleWriter()
            .Raw(0x80, 2)
            .Op('}')
            .Put()
            .Op('(')
            .Text("labels")
            .List(labels)
            .Text("data")
            .Array(CifarCount, pixels)
            .Op('u')
            .Op('.')
            .ToArray(),
        new PickleWriter().Raw(0x80, 2).Op('}').Put().Op('(').Text("labels").List([]).Text("data").Array(0, []).Op('u').Op('.').ToArray(),
    ];

    public static byte[][] CifarPng { get; } = [PngBytes.OfPlanes(pixels)];

    public static byte[][] CifarLabels { get; } = FuzzedParser.Utf8("[3,7]", "[3,7,1,2]", "[ 0 , 255 ]");

    public static byte[][] Safetensors { get; } =
    [
        Tensors(),
        Tensors(("x", tensor(new float[] { 1, 2 })), ("y", tensor(new long[] { 1 }))),
        Tensors(("empty", zeros(0)), ("scalar", tensor(2.5)))
    ];

    /// <summary>Of each kind of header that names may take.</summary>
    public static byte[][] Tar { get; } = [TarOf("package/a"), TarOf("package/b"), TarOf("package/" + new string('n', 200))];

    public static byte[][] Archives { get; } =
    [
        .. Tar.Select(IdxBytes.Gzip),
        ArchiveBytes.Zip([new("package/a", [1, 2, 3]), new("package/b", new byte[100])])
    ];

    public static byte[][] TarWords { get; } =
        [
            .. FuzzedParser.Utf8(
                "ustar\000", "ustar  ", "00000000000\0", "17777777777\0", "77777777777\0", "30 size=99999999999\n", "L", "x", "K", "g",
                "../", "/"),
            new byte[512],
            [0x80, 0, 0, 0, 255, 255, 255, 255],
            [.. "PK"u8, 1, 2],
            [.. "PK"u8, 5, 6],
            [0xFF, 0xFF]
        ];

    public static byte[][] IdxWords { get; } =
        [[0, 0, 8, 1], [0, 0, 8, 3], [0, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], .. GzipWords];

    public static byte[][] GzipWords => [[0x1F, 0x8B, 8, 0], [0], [255], [0, 0, 0, 0, 0, 0, 0, 0], Idx[^1]];

    public static byte[][] PickleWords { get; } =
    [
        [0x80, 2], .. "](}ueasbRtq.NKJMUTXcj)"u8.ToArray().Select(opcode => new[] { opcode }), [0x85], [0x86], [0x87], [0x88], [0x89],
        .. FuzzedParser.Utf8(
            "cos\nsystem\n", "c_codecs\nencode\n", "cnumpy\ndtype\n", "cnumpy\nndarray\n", "cnumpy.core.multiarray\n_reconstruct\n",
            "U\u0006labels", "U\u0004data"),
        [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0],
    ];

    public static byte[][] PngWords { get; } =
        [.. FuzzedParser.Utf8("IHDR", "IDAT", "IEND", "PLTE", "tRNS", "CgBI"), [0, 0, 0, 13], [0xFF, 0xFF, 0xFF, 0xFF],
            [0x7F, 0xFF, 0xFF, 0xFF], [0x78, 0x9C], [0], [8, 2, 0, 0, 0]];

    public static byte[][] JsonWords { get; } = FuzzedParser.Utf8(
        "{", "}", "[", "]", ",", ":", "\"", "\\u0000", "\\ud800", "null", "true", "-1", "1e999", "0.5", "9223372036854775808",
        "999999999999", "0", "[0,9223372036854775807]", "[0,4294967296,4294967296]", "F32", "BF16", "\"shape\"", "\"dtype\"",
        "\"data_offsets\"", "\"__metadata__\"", "\"x\":", "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        "\u0000\u0000\u0000\u0000");

    private static byte[] TarOf(string name)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, name.EndsWith('b') ? TarEntryFormat.Pax : TarEntryFormat.Gnu, leaveOpen: true))
            writer.WriteEntry(name.EndsWith('b')
                ? new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) }
                : new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1, 2, 3]) });
        return archive.ToArray();
    }

    private static byte[] Tensors(params (string, Tensor)[] tensors)
    {
        using var scope = NewDisposeScope();
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, new Dictionary<string, string> { ["format"] = "pt" }, tensors);
        return stream.ToArray();
    }
}
