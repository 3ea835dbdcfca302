using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Alma.Data.Imports;

namespace Alma.Data.Tests.Imports;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Images_InTheLayoutOfKeras_AreTrainedAndTestedOn()
    {
        var path = Save(
            ("x_test", Array("|u1", "(1, 2, 2)", [9, 9, 9, 9])), ("y_test", Array("|u1", "(1,)", [3])),
            ("x_train", Array("|u1", "(2, 2, 2)", [1, 2, 3, 4, 5, 6, 7, 8])), ("y_train", Array("|u1", "(2,)", [7, 3])));

        var read = Read(path);

        Assert.Equal([("7", false), ("3", false), ("3", true)], read.Select(example => (example.Label!, example.IsTest)));
        Assert.Equal([5, 6, 7, 8], Pixels(read[1]));
        Assert.Equal(new ImageShape(1, 2, 2), ((ImageValues)read[0].Values).Shape);
    }

    [Theory]
    [InlineData("(1, 1, 2, 3)", new byte[] { 1, 4, 2, 5, 3, 6 }, 1, 2)]
    [InlineData("(1, 3, 1, 2)", new byte[] { 1, 2, 3, 4, 5, 6 }, 1, 2)]
    public void Images_WithColours_AreChannelAfterChannel(string shape, byte[] stored, int height, int width)
    {
        // (1, 1, 2, 3) has its channels last: two pixels of (1, 4, 2) and (5, 3, 6).
        var expected = shape == "(1, 1, 2, 3)" ? new byte[] { 1, 5, 4, 3, 2, 6 } : stored;
        var read = Assert.Single(Read(Save(("images", Array("|u1", shape, stored)), ("labels", Array("<i8", "(1, 1)", Little(1L))))));

        Assert.Equal(new ImageShape(3, height, width), ((ImageValues)read.Values).Shape);
        Assert.Equal(expected, Pixels(read));
    }

    [Fact]
    public void Rows_OfFloats_AreTablesWithNaNMissing()
    {
        byte[] values = [.. new[] { 1.5f, float.NaN, -2f, 4f }.SelectMany(BitConverter.GetBytes)];
        byte[] labels = [.. Encoding.UTF32.GetBytes("no\0"), .. Encoding.UTF32.GetBytes("yes")];
        using var source = Open(Save(("X", Array("<f4", "(2, 2)", values)), ("y", Array("<U3", "(2,)", labels))));

        Assert.Equal(["0", "1"], source.Columns.Select(column => column.Name));
        var read = source.Read(TestContext.Current.CancellationToken).ToList();
        Assert.Equal(["no", "yes"], read.Select(example => example.Label));
        Assert.Equal([1.5, null], ((RowValues)read[0].Values).Cells);
        Assert.Equal([-2.0, 4.0], ((RowValues)read[1].Values).Cells);
    }

    [Theory]
    [InlineData(">i2", new byte[] { 0xFF, 0xFE }, -2.0)]
    [InlineData("<f2", new byte[] { 0x00, 0x3E }, 1.5)]
    [InlineData("<u8", new byte[] { 1, 1, 0, 0, 0, 0, 0, 0 }, 257.0)]
    [InlineData("|b1", new byte[] { 1 }, 1.0)]
    [InlineData("|i1", new byte[] { 0x80 }, -128.0)]
    [InlineData("<f8", new byte[] { 0, 0, 0, 0, 0, 0, 4, 0x40 }, 2.5)]
    public void Numbers_OfEachKind_AreRead(string type, byte[] stored, double expected)
    {
        var read = Assert.Single(Read(Save(("x", Array(type, "(1, 1)", stored)), ("y", Array("|u1", "(1,)", [0])))));

        Assert.Equal([expected], ((RowValues)read.Values).Cells);
    }

    [Theory]
    [InlineData("|u1", "(2, 2, 2)", 8, "(3,)", 3, "found labels of shape (3) for examples of shape (2, 2, 2)")]
    [InlineData("|u1", "(2, 2, 2)", 7, "(2,)", 2, "found 1 entries, expected 2")]
    [InlineData("|u1", "(2, 2, 2)", 9, "(2,)", 2, "found bytes after its 2 entries")]
    [InlineData("<f4", "(1, 2, 2)", 16, "(1,)", 1, "found examples of shape (1, 2, 2) that are no bytes")]
    [InlineData("|O", "(1, 2)", 16, "(1,)", 1, "found values of '|O'")]
    [InlineData("|u1", "(1, 99999999999, 2)", 8, "(1,)", 1, "expected smaller ones")]
    [InlineData("|u1", "(99999999999999999999, 2)", 8, "(1,)", 1, "found the dimension 99999999999999999999")]
    [InlineData("|u1", "()", 1, "(1,)", 1, "found 0 dimensions")]
    [InlineData("<f3", "(1, 2)", 6, "(1,)", 1, "expected smaller ones")]
    public void Arrays_ThatAreOdd_AreRefusedByName(string type, string shape, int bytes, string labelShape, int labels, string told)
    {
        var path = Save(("x", Array(type, shape, new byte[bytes])), ("y", Array("|u1", labelShape, new byte[labels])));

        var refused = Assert.Throws<DatasetException>(() => Read(path));

        Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_WithoutSuchArrays_NamesThoseItHas() => Assert.Contains(
        "found the arrays weights; expected x and y",
        Assert.Throws<DatasetException>(() => Read(Save(("weights", Array("|u1", "(1,)", [1]))))).Message,
        StringComparison.Ordinal);

    /// <summary>Whatever bytes are changed, it is read or refused, and never anything else.</summary>
    [Fact]
    public void File_ThatIsDamaged_IsReadOrRefused()
    {
        var whole = File.ReadAllBytes(
            Save(("x", Array("|u1", "(2, 2, 2)", [1, 2, 3, 4, 5, 6, 7, 8])), ("y", Array("|u1", "(2,)", [7, 3]))));
        var random = new Random(5);
        for (var trial = 0; trial < 1000; trial++)
        {
            var damaged = random.Next(4) == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (var k = 0; k < 3 && damaged.Length > 0; k++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var path = folder.Write("damaged.npz", damaged);
            try
            {
                Read(path);
            }
            catch (DatasetException refused)
            {
                Assert.StartsWith(path, refused.Message, StringComparison.Ordinal);
            }
        }
    }

    private static byte[] Little(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Pixels(ImportedExample example) => ((ImageValues)example.Values).Pixels;

    private static ImportSource Open(string path) =>
        ImportFormats.Open(new ImportRequest([path]), TestContext.Current.CancellationToken);

    private static List<ImportedExample> Read(string path)
    {
        using var source = Open(path);
        return [.. source.Read(TestContext.Current.CancellationToken)];
    }

    // As numpy.save writes it, version 1.
    private static byte[] Array(string type, string shape, byte[] values)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(((header.Length + 11 + 63) / 64 * 64) - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. values];
    }

    private string Save(params (string Name, byte[] Content)[] arrays)
    {
        using var content = new MemoryStream();
        using (var archive = new ZipArchive(content, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in arrays)
            {
                using var entry = archive.CreateEntry(name + ".npy").Open();
                entry.Write(bytes);
            }

        return folder.Write("arrays.npz", content.ToArray());
    }
}
