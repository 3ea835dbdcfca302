using System.Globalization;
using System.IO.Compression;
using System.Text;
using Alma.Data.Imports;

namespace Alma.Data.Tests.Imports;

public sealed class TextFileTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Columns_OfEveryKind_AreToldByTheirCells()
    {
        var text = "id,age,paid,since,town,label\n" + string.Concat(Enumerable.Range(0, 60).Select(k =>
            $"x{k}y,{k}.5,{(k % 2 == 0 ? "true" : "FALSE")},2026-01-{1 + (k % 28):D2},town{k % 3},{k % 2}\n"));

        using var source = Open(text);

        Assert.Equal(
            [
                ColumnKind.Text, ColumnKind.Number, ColumnKind.Boolean, ColumnKind.Date, ColumnKind.Category,
            ],
            source.Columns.Select(column => column.Kind));
        Assert.Equal(60, source.ExpectedCount);
    }

    [Theory]
    [InlineData("a,b,label\n1.5,\"x, \"\"y\"\"\",0\n")]
    [InlineData("a;b;label\n1.5;\"x, \"\"y\"\"\";0\n")]
    [InlineData("a\tb\tlabel\r\n1.5\t\"x, \"\"y\"\"\"\t0\r\n")]
    public void Cells_OfAnySeparator_AreUnquoted(string text)
    {
        var before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NumberGroupSeparator) = (",", "."); // where 1.5 is 15
        CultureInfo.CurrentCulture = other;
        try
        {
            using var source = Open(text);
            var example = Assert.Single(source.Read(CancellationToken.None));

            Assert.Equal([1.5, "x, \"y\""], ((RowValues)example.Values).Cells);
            Assert.Equal("0", example.Label);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Cells_ThatAreMissing_AreNull()
    {
        using var source = Open("a,b,label\n1,NA,x\n,2,\n");

        var examples = source.Read(CancellationToken.None).ToList();

        Assert.Equal([1.0, null], ((RowValues)examples[0].Values).Cells);
        Assert.Equal([null, 2.0], ((RowValues)examples[1].Values).Cells);
        Assert.Null(examples[1].Label);
    }

    [Theory]
    [InlineData("2026-03-04", 0)]
    [InlineData("2026-03-04T01:00:00+01:00", 0)]
    [InlineData("2026-03-04 06:00", 6)]
    public void Time_OfAnExample_IsInUtc(string time, int hour)
    {
        using var source = Open($"a,at,label\n1,{time},x\n", request => request with { TimeColumn = "at" });

        Assert.Equal(new DateTime(2026, 3, 4, hour, 0, 0, DateTimeKind.Utc), source.Read(CancellationToken.None).Single().Time);
        Assert.Equal(["a"], source.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Row_WithTooFewFields_IsNamedWithItsLine() =>
        Assert.EndsWith("t.csv:3: found 1 fields, expected 2.", Refused("a,label\n1,x\n2\n3,y\n"));

    [Fact]
    public void Labels_OfNoUsualName_AreAskedFor() =>
        Assert.Contains("Say with --label which of these has the classes: a, b.", Refused("a,b\n1,2\n"));

    [Fact]
    public void Label_ThatIsNotThere_IsRefused() => Assert.Contains(
        "there is no column 'z' as --label says", Refused("a,b\n1,2\n", request => request with { LabelColumn = "z" }));

    [Fact]
    public void Column_Twice_IsRefused() => Assert.Contains("t.csv: found no table that can be read", Refused("a,a,label\n1,2,3\n"));

    [Fact]
    public void File_ThatIsEmpty_IsRefused() => Assert.Contains("t.csv: ", Refused(""));

    [Fact]
    public void File_Gzipped_IsReadAlike()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write("a,label\n1,x\n"u8);

        using var source = ImportFormats.Open(new ImportRequest([folder.Write("t.csv.gz", packed.ToArray())]));

        Assert.Single(source.Read(CancellationToken.None));
    }

    [Fact]
    public void Files_OfOtherColumns_AreRefused()
    {
        string[] paths = [folder.Write("1.csv", "a,label\n1,x\n"u8.ToArray()), folder.Write("2.csv", "b,label\n1,x\n"u8.ToArray())];

        Assert.Contains(
            "2.csv: found the columns b, label",
            Assert.Throws<DatasetException>(() => ImportFormats.Open(new ImportRequest(paths))).Message);
    }

    private ImportSource Open(string text, Func<ImportRequest, ImportRequest>? change = null)
    {
        var request = new ImportRequest([folder.Write("t.csv", Encoding.UTF8.GetBytes(text))]);
        return ImportFormats.Open(change?.Invoke(request) ?? request);
    }

    private string Refused(string text, Func<ImportRequest, ImportRequest>? change = null) => Assert.Throws<DatasetException>(() =>
    {
        using var source = Open(text, change);
        _ = source.Read(CancellationToken.None).Count();
    }).Message;
}
