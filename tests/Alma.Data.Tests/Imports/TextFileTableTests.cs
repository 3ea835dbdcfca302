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
        Assert.EndsWith("t.csv:3: found 1 fields, expected 2. It ends before label.", Refused("a,label\n1,x\n2\n3,y\n"));

    [Fact]
    public void Row_WithTooManyFields_IsNamedWithTheFirst() => Assert.EndsWith(
        "t.csv:2: found 4 fields, expected 2. After label there is 'y'; quote fields that hold a separator.",
        Refused("a,label\n1,x,y,z\n"));

    [Fact]
    public void Labels_OfNoUsualName_AreAskedFor() =>
        Assert.Contains("found no column called label or class or target. Columns: a, b.", Refused("a,b\n1,2\n"));

    [Fact]
    public void Columns_OfNoValues_AreRefused() =>
        Assert.Contains("t.csv: found no column to learn from", Refused("at,label\n1,x\n", request => request with { TimeColumn = "at" }));

    [Fact]
    public void Label_ThatIsNotThere_IsRefused() => Assert.Contains(
        "there is no column 'z' for the labels", Refused("a,b\n1,2\n", request => request with { LabelColumn = "z" }));

    [Fact]
    public void Column_Twice_IsRefused() => Assert.Contains("t.csv:1: found no table that can be read", Refused("a,a,label\n1,2,3\n"));

    [Fact]
    public void Row_OfTwoMillionColumns_IsRefusedInAFewWords()
    {
        var names = string.Join(',', Enumerable.Range(0, 2_000_000).Select(k => $"column{k}"));

        Assert.EndsWith(
            "t.csv:1: found a row that is too long or has too many columns; rows of up to 8 million letters are read. Leave columns out, "
            + "or look for a quote that is not closed.", Refused($"{names},label\n"));
    }

    [Theory]
    [InlineData("1,5;x;2\n2,5;y;3,25\n4;x;1\n", "a: '1,5'", "b: '3,25'")]
    [InlineData("-1,5;x;1.5\n2;y;2\n", "a: '-1,5'")]
    [InlineData("1,500,000;x;1\n2;y;2\n")] // thousands
    [InlineData("1,5;x;1\nsmall;y;2\n")]
    [InlineData("1.234,5;x;1\n2;y;2\n")]
    public void Numbers_WithADecimalComma_AreWarnedOf(string rows, params string[] expected)
    {
        using var source = Open($"a;label;b\n{rows}");

        Assert.Equal(
            expected.Select(column => column.Split(": ")).Select(column =>
                $"The column {column[0]} has numbers with a comma for the point, such as {column[1]}. They are taken for words. Write them "
                + "as 1.5 to have them learned as numbers."),
            source.Warnings);
    }

    [Fact]
    public void File_ThatIsEmpty_IsRefused() => Assert.Contains("t.csv: ", Refused(""));

    [Theory]
    [InlineData("-99999999999")]
    [InlineData("99999999999999")]
    [InlineData("253402300800")]
    [InlineData("-62135596801")]
    [InlineData("1e308")]
    [InlineData("Infinity")]
    [InlineData("-NaN")]
    [InlineData("0000-01-01")]
    [InlineData("9999-99-99")]
    public void Time_ThatIsNone_IsNamedWithItsPlace(string time) => Assert.Contains(
        $"t.csv:3: column at: found '{time}', expected a time", Refused(
            $"a,at,label\n1,2026,x\n1,{time},x\n", request => request with { TimeColumn = "at" }));

    [Theory]
    [InlineData("-62135596800", 1)]
    [InlineData("253402300799", 9999)]
    [InlineData("1e9", 2001)]
    [InlineData("1999", 1999)]
    public void Time_InSeconds_IsRead(string time, int year)
    {
        using var source = Open($"a,at,label\n1,{time},x\n", request => request with { TimeColumn = "at" });

        Assert.Equal(year, source.Read(CancellationToken.None).Single().Time!.Value.Year);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(3, "a,label\n1,x\n")]
    public void Line_ThatIsTooLong_IsRefused(int line, string before)
    {
        var refused = Refused(before + new string('x', 17_000_000) + ",label\n1,x\n");

        Assert.Contains(line == 1 ? "t.csv:1: found a row that is too long" : "t.csv, after line 2: found a row that is too long", refused);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,label\n1,x\n")]
    public void Line_OfTwoMillionColumns_IsRefused(string before) =>
        Refused(before + string.Join(',', Enumerable.Range(0, 2_000_000)) + "\n");

    [Theory]
    [InlineData("latin-1", "stra\u00DFe")]
    [InlineData("windows-1252", "\u20AC")]
    [InlineData("utf-16", "\u00E9")]
    [InlineData("utf-8", "\u00E9")]
    public void Text_InAnEncodingThatIsSaid_IsRead(string encoding, string word)
    {
        var bytes = TextEncodings.Named(encoding).GetBytes($"{word},label\n1,{word}\n");

        using var source = Open("", request => request with { Paths = [folder.Write("u.csv", bytes)], Encoding = encoding });

        Assert.Equal(word, source.Columns[0].Name);
        Assert.Equal(word, source.Read(CancellationToken.None).Single().Label);
    }

    [Fact]
    public void Text_WithTheMarkOfUtf16_IsReadAsThat()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("\u00E9,label\n1,x\n")];

        using var source = Open("", request => request with { Paths = [folder.Write("u.csv", bytes)] });

        Assert.Equal("\u00E9", source.Columns[0].Name);
    }

    /// <summary>Wherever blocks of the file end, in the middle of characters too.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Text_ThatIsNoUtf8_IsNamedWithItsLine(int shift)
    {
        var right = "a,label\n" + new string('x', shift) + ",\uD83D\uDE00\n"
            + string.Concat(Enumerable.Repeat("\u20AC\uD83D\uDE00,x\n", 20_000));
        using (var source = Open(right)) Assert.Equal(20_001, source.ExpectedCount);
        byte[] wrong = [.. Encoding.UTF8.GetBytes(right), .. "7,stra"u8, 0xDF, .. "e\n"u8];

        var refused = Assert.Throws<DatasetException>(() =>
            Open("", request => request with { Paths = [folder.Write("u.csv", wrong)] }));

        Assert.EndsWith("u.csv:20003: found the byte 0xDF, which is no UTF-8.", refused.Message);
        Assert.Equal(new DatasetNeed.TextEncoding(), refused.Need);
    }

    [Fact]
    public void File_Gzipped_IsReadAlike()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress)) gzip.Write("a,label\n1,x\n"u8);

        using var source = Open("", request => request with { Paths = [folder.Write("t.csv.gz", packed.ToArray())] });

        Assert.Single(source.Read(CancellationToken.None));
    }

    [Fact]
    public void Files_OfOtherColumns_AreRefused()
    {
        string[] paths = [folder.Write("1.csv", "a,label\n1,x\n"u8.ToArray()), folder.Write("2.csv", "b,label\n1,x\n"u8.ToArray())];

        Assert.Contains(
            "2.csv: found the columns b, label",
            Assert.Throws<DatasetException>(() => Open("", request => request with { Paths = paths })).Message);
    }

    private ImportSource Open(string text, Func<ImportRequest, ImportRequest>? change = null)
    {
        var request = new ImportRequest([folder.Write("t.csv", Encoding.UTF8.GetBytes(text))]);
        return ImportFormats.Open(change?.Invoke(request) ?? request, TestContext.Current.CancellationToken);
    }

    private string Refused(string text, Func<ImportRequest, ImportRequest>? change = null) => Assert.Throws<DatasetException>(() =>
    {
        using var source = Open(text, change);
        _ = source.Read(CancellationToken.None).Count();
    }).Message;
}
