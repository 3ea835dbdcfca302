using System.Globalization;
using Alma.Reports.Comparison;
using Alma.Reports.Formats;
using Alma.Reports.Tests.Comparison;

namespace Alma.Reports.Tests.Formats;

public sealed class CsvFormatTests(ThreeRecipes three) : IClassFixture<ThreeRecipes>
{
    [Fact]
    public void Csv_OfGroups_HasALineForEachWithFullPrecision()
    {
        var lines = CsvFormat.Of(three.Sets).Split("\r\n");

        var head = lines[0].Split(',');
        Assert.Equal(5, lines.Length);
        Assert.Equal("", lines[4]);
        string Cell(int line, string column) => lines[line].Split(',')[Array.IndexOf(head, column)];
        Assert.Equal(["made/growing", "made/ensemble", "made/single"], Enumerable.Range(1, 3).Select(line => Cell(line, "group")));
        var growing = three.Compared.Groups[0].Runs.Mean(RunMeasure.AverageError)!;
        Assert.Equal(growing.Mean, double.Parse(Cell(1, "average_error"), CultureInfo.InvariantCulture));
        Assert.Equal(growing.HalfWidth, double.Parse(Cell(1, "average_error_half_width"), CultureInfo.InvariantCulture));
        Assert.Equal("", Cell(2, "average_error_half_width"));
        Assert.Equal(["true", "false", "true"], Enumerable.Range(1, 3).Select(line => Cell(line, "on_compute_front")));
        Assert.Equal(["", "0.01", "0.02"], Enumerable.Range(1, 3)
            .Select(line => Cell(line, "average_error_difference")[..Math.Min(4, Cell(line, "average_error_difference").Length)]));
        Assert.Equal(["", "one pair: nothing can be said", "worse"], Enumerable.Range(1, 3).Select(line => Cell(line, "error_verdict")));
        Assert.Equal("made/single", Cell(3, "recipe"));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1,A2)", "\"'@SUM(A1,A2)\"")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("-1", "-1")]
    [InlineData("-", "-")]
    [InlineData("", "")]
    public void Text_OfAnything_IsOneFieldAndNoFormula(string text, string field) => Assert.Equal(field, CsvFormat.Text(text));
}
