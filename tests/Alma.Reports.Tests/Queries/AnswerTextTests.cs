using System.Globalization;
using System.Numerics;
using System.Text;
using Alma.Reports.Queries;
using Alma.Reports.Tables;

namespace Alma.Reports.Tests.Queries;

public sealed class AnswerTextTests
{
    private static readonly DateTime time = new(2026, 11, 23, 10, 5, 7, DateTimeKind.Unspecified);

    [Fact]
    public void Csv_OfAllKindsOfValues_IsThatOfOtherPrograms()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);

        CsvText.Write(
            text, ["a,b", "c"], [["it \"is\"", null], [double.NaN, 0.1 + 0.2], [time, true], [new BigInteger(12), new List<int> { 1, 2 }]]);

        Assert.Equal("\"a,b\",c\n\"it \"\"is\"\"\",\nNaN,0.30000000000000004\n2026-11-23 10:05:07,true\n12,\"[1, 2]\"\n", text.ToString());
    }

    [Fact]
    public void Json_OfAllKindsOfValues_IsAnObjectPerRow()
    {
        using var stream = new MemoryStream();

        JsonCell.Write(stream, new QueryResult(["a", "b"],
        [
            ["it's <this>", null],
            [double.NaN, 0.1 + 0.2],
            [time, true],
            [new BigInteger(12), new List<int> { 1, 2 }],
            [new Dictionary<string, double> { ["x"] = 1 }, 7L]
        ]));

        Assert.Equal(
            """
            [
            {"a":"it's <this>","b":null},
            {"a":"NaN","b":0.30000000000000004},
            {"a":"2026-11-23 10:05:07","b":true},
            {"a":12,"b":[1,2]},
            {"a":{"x":1},"b":7}
            ]

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Table_OfNumbersAndText_HasNumbersToTheRightInSixDigits()
    {
        var shown = Rendering.Show(
            QueryTable.Of(new QueryResult(["run", "error", "steps"], [["[a]", 1.0 / 3, 12345678.0], ["b", null, 3L]])), unicode: false);

        Assert.Matches("(?m)^ +run +error +steps$", shown);
        Assert.Matches(@"(?m)^ +\[a\] +0\.333333 +12345678$", shown);
        Assert.Matches("(?m)^ +b +- +3$", shown);
        Assert.EndsWith("\n2 rows", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_OfTooManyRows_SaysHowManyThereAre()
    {
        var result = new QueryResult(["k"], Enumerable.Range(0, 1234).Select(k => new object?[] { k }));

        var shown = Rendering.Show(QueryTable.Of(result, "--csv, --json and -o give all"));

        Assert.EndsWith(
            "1,234 rows, of which the first 1,000 are shown: --csv, --json and -o give all",
            shown.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }
}
