using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Alma.Data.Tests.Idx;
using Alma.Data.Tests.Imports;
using DuckDB.NET.Data;

namespace Alma.Fuzzing;

/// <summary>Right files of users, small.</summary>
internal static class ImportSeeds
{
    public static byte[][] Jpeg { get; } = Images("jpeg");

    public static byte[][] Png { get; } = Images("png");

    public static byte[][] Gif { get; } = Images("gif");

    public static byte[][] Bmp { get; } = Images("bmp");

    public static byte[][] Csv { get; } =
    [
        .. FuzzedParser.Utf8(
            "at,age,paid,town,label\n2026-01-02,1.5,true,\"a, \"\"b\"\"\",x\n2026-02-03T04:05:06Z,,FALSE,\u00E9,y\n1e9,-3,true,?,x\n",
            "label;at;n\r\na;2026;1\r\nb;NA;2\r\n", "label\tat\tn\na\t1999\t1e308\n\nb\t2000-01\tNaN\n"),
        [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("at,n,label\n2026,1,x\n")],
        IdxBytes.Gzip([.. "at,n,label\n2026,1,x\n2027,2,y\n"u8]),
    ];

    public static byte[][] Npy { get; } =
    [
        Array("|u1", "(2, 2, 2)", [1, 2, 3, 4, 5, 6, 7, 8]), Array("<f4", "(2, 2)", new byte[16]), Array(">i8", "(2,)", new byte[16]),
        Array("<U3", "(2,)", Encoding.UTF32.GetBytes("yesno\0")), Array("|S2", "(2, 1)", [.. "abcd"u8]),
    ];

    public static byte[] IdxLabels { get; } = IdxBytes.Of([2], [7, 3]);

    public static byte[][] IdxImages { get; } =
    [
        IdxBytes.Of([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), IdxBytes.Gzip(IdxBytes.Of([2, 1, 1], [1, 2])),
        [0, 0, 0x0D, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1],
    ];

    public static byte[][] Shards { get; } =
    [
        Tar(TarEntryFormat.Pax, ("a/1.bmp", ImageSamples.All["bmp"]), ("a/1.cls", [.. "3"u8]), ("a/1.json", [.. "{}"u8])),
        Tar(TarEntryFormat.Ustar, ("1.cls", [.. "x"u8]), ("1.png", ImageSamples.All["gray png"]), ("2.png", ImageSamples.All["gray png"])),
        IdxBytes.Gzip(Tar(TarEntryFormat.Gnu, ("1.gif", ImageSamples.All["gif"]), ("1.cls", [.. "1"u8]))),
    ];

    public static byte[][] Parquet { get; } =
    [
        ParquetOf("SELECT k AS a, [k, 1.5] AS b, 'x' || k AS town, k % 2 AS label FROM range(20) r(k)"),
        ParquetOf($"SELECT {{'bytes': from_hex('{Convert.ToHexString(ImageSamples.All["bmp"])}'), 'path': 'x'}} AS image, 1 AS label"),
    ];

    public static byte[][] Npz { get; } =
    [
        Archive(CompressionLevel.Fastest, ("x", Npy[0]), ("y", Npy[2])),
        Archive(CompressionLevel.NoCompression, ("x", Npy[1]), ("y", Npy[3])),
        Archive(
            CompressionLevel.NoCompression, ("x_train", Npy[0]), ("y_train", Npy[4]), ("x_test", Npy[0]), ("y_test", Npy[4])),
    ];

    public static byte[][] ImageWords { get; } =
    [
        .. DataSeeds.PngWords, .. FuzzedParser.Utf8("JFIF", "Exif", "GIF89a", "BM"), [0xFF, 0xD8], [0xFF, 0xD9], [0xFF, 0xC0, 0, 17, 8],
        [0xFF, 0xC2, 0, 17, 8], [0xFF, 0xC4], [0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 17, 3, 17, 0, 63, 0], [0xFF, 0xDB], [0xFF, 0xDD, 0, 4],
        [0xFF, 0xD0], [0xFF, 0xFF], [0x21, 0xF9, 4], [0x2C, 0, 0, 0, 0], [0x3B], [40, 0, 0, 0], [12, 0, 0, 0], [3, 0, 0, 0],
        .. ImageSamples.All.Values,
    ];

    public static byte[][] TextWords { get; } =
    [
        .. FuzzedParser.Utf8(
            ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r", "\r\n", "label", "at", "\uFEFF", "\0", "true", "NaN", "-Infinity", "1e400",
            "-99999999999", "253402300800", "9999-12-31T23:59:59.9999999-14:00", "0001-01-01", "2026-11-23T10:05:00Z", "?",
            "label,at,n\n", "x,2026,1\n", "at;label\n", new string(',', 2000), new string('x', 5000)),
        [0xE9], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90], [0xFF, 0xFE], [0xFE, 0xFF], [0x1F, 0x8B, 8, 0],
    ];

    public static byte[][] ArrayWords { get; } =
    [
        .. FuzzedParser.Utf8(
            "'descr': '<f8'", "'descr': '|O'", "'descr': '<U999999999'", "'descr': '|S0'", "'descr': '<c16'", "'fortran_order': True",
            "'shape': (1, 2)", "'shape': ()", "'shape': (0,)", "'shape': (9223372036854775807,)", "'shape': (99999999999999999999,)",
            "'shape': (4294967296, 4294967296)", ", 0", "PK\u0001\u0002", "PK\u0003\u0004", "PK\u0005\u0006", "x.npy", "y.npy"),
        [0x93, .. "NUMPY\u0001\0"u8], [0x93, .. "NUMPY\u0002\0"u8], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], .. Npy,
    ];

    private static byte[][] Images(string kind) =>
        [.. ImageSamples.All.Where(sample => sample.Key.Contains(kind, StringComparison.Ordinal)).Select(sample => sample.Value)];

    private static byte[] Tar(TarEntryFormat format, params (string Name, byte[] Content)[] files)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
            foreach (var (name, content) in files) writer.WriteEntry(Entry(format, name, new MemoryStream(content)));
        return archive.ToArray();
    }

    private static TarEntry Entry(TarEntryFormat format, string name, MemoryStream content) => format switch
    {
        TarEntryFormat.Pax => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content },
        TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = content },
        _ => new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = content },
    };

    private static byte[] ParquetOf(string select)
    {
        var path = Path.GetTempFileName();
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"COPY ({select}) TO '{path}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }

        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        return bytes;
    }

    private static byte[] Array(string type, string shape, byte[] values)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values];
    }

    private static byte[] Archive(CompressionLevel level, params (string Name, byte[] Content)[] arrays)
    {
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in arrays)
            {
                using var entry = archive.CreateEntry($"{name}.npy", level).Open();
                entry.Write(bytes);
            }

        return content.ToArray();
    }
}
