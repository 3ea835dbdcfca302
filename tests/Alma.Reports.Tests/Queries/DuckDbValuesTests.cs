using System.Text;
using System.Text.Json;
using Alma.GeneratedRuns;
using Alma.Reports.Queries;
using Alma.Reports.Tables;
using Alma.Runs.Catalog;

namespace Alma.Reports.Tests.Queries;

/// <summary>Every value that DuckDB has is shown, in every format.</summary>
public sealed class DuckDbValuesTests : IDisposable
{
    private static readonly string[] values =
    [
        "true", "NULL", "1::TINYINT", "(-128)::TINYINT", "32767::SMALLINT", "(-2147483648)::INTEGER", "9223372036854775807",
        "255::UTINYINT", "65535::USMALLINT", "4294967295::UINTEGER", "18446744073709551615::UBIGINT",
        "170141183460469231731687303715884105727::HUGEINT", "(-170141183460469231731687303715884105728)::HUGEINT",
        "340282366920938463463374607431768211455::UHUGEINT", "'123456789012345678901234567890123456789012345678901234567890'::BIGNUM",
        "1.5::FLOAT", "'nan'::FLOAT", "1.7976931348623157e308", "5e-324", "'inf'::DOUBLE", "'-inf'::DOUBLE", "'nan'::DOUBLE",
        "12.50::DECIMAL(4,2)", "1234567890123456789012345678.5::DECIMAL(38,1)",
        "'0.12345678901234567890123456789012345678'::DECIMAL(38,38)", "(-99999999999999999999999999999999999999)::DECIMAL(38,0)", "'text'",
        "''", "'a' || chr(0) || 'b'", "chr(27) || '[31m'", "'\U0001F600'", "'\\xAA\\x00\\xFF'::BLOB", "''::BLOB", "'0101'::BIT",
        "'infinity'::DATE", "'-infinity'::DATE", "'5881580-07-10'::DATE", "'5877642-06-25 (BC)'::DATE", "DATE '2026-01-31'",
        "'infinity'::TIMESTAMP", "'-infinity'::TIMESTAMP", "'294247-01-10 04:00:54.775806'::TIMESTAMP",
        "'0044-03-15 (BC) 12:00:00'::TIMESTAMP", "TIMESTAMP '2026-01-31 10:00:00.5'", "'infinity'::TIMESTAMP_S",
        "'9999-12-31 23:59:59'::TIMESTAMP_S", "'infinity'::TIMESTAMP_MS", "'2262-04-11 23:47:16.854775806'::TIMESTAMP_NS",
        "'infinity'::TIMESTAMP_NS", "'infinity'::TIMESTAMPTZ", "'2026-01-31 10:00:00+02'::TIMESTAMPTZ", "TIME '24:00:00'",
        "TIME '23:59:59.999999'", "'24:00:00-15:59:59'::TIMETZ", "'00:00:00+15:59:59'::TIMETZ", "TIME_NS '10:00:00.123456789'",
        "INTERVAL '178956970 years'", "INTERVAL '-178956970 years'", "INTERVAL '1 month 2 days 3 seconds'",
        "'00000000-0000-0000-0000-000000000000'::UUID", "'ffffffff-ffff-ffff-ffff-ffffffffffff'::UUID", "'b'::ENUM('a', 'b', 'it''s ]')",
        "[0.1::DECIMAL(38,38)]", "['infinity'::TIMESTAMP_S]", "[1, NULL, 3]", "[]", "[['nan'::DOUBLE], ['inf'::DOUBLE, '-inf'::DOUBLE]]",
        "[1, 2, 3]::INTEGER[3]", "[[1, 2], [3, 4]]::INTEGER[2][2]", "['infinity'::TIMESTAMP, NULL]", "[TIME '24:00:00']",
        "[170141183460469231731687303715884105727::HUGEINT]", "{'a': 1, 'b c': [1.5], 'd': NULL}",
        "{'x': {'y': INTERVAL '178956970 years'}}", "row(1, 'two')", "MAP {1: NULL}", "MAP {'a': 1, 'NaN': 2}", "MAP {}",
        "MAP {[1, 2]: {'a': TIME '24:00:00'}}", "MAP {'nan'::DOUBLE: 'x'}", "union_value(n := 1)",
        "union_value(n := 'infinity'::DATE)::UNION(n DATE, s VARCHAR)", "[union_value(n := 1)]", "{'a': 1}::VARIANT", "[1.5::VARIANT]",
        "'{\"a\": [1, NaN]}'", "'[1, 2]'::JSON", "1234567890123456789012345678901234567.8::DECIMAL(38,1)::VARCHAR",
    ];

    private readonly TemporaryFolder folder = new();
    private readonly RunStore store;

    public DuckDbValuesTests()
    {
        new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }.Write(folder.File("run"));
        store = RunStore.Read(RunSelection.Find([folder.FullPath]));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Value_OfEveryKind_IsShownInEveryFormat()
    {
        var sql = $"SELECT {string.Join(", ", values)}";

        var answer = store.Ask(sql);
        var row = Assert.Single(answer.Rows);

        Assert.Equal(values.Length, row.Count);
        Assert.Equal(
            Enumerable.Range(0, values.Length).Where(k => values[k] == "NULL"),
            Enumerable.Range(0, values.Length).Where(k => row[k] is null));
        Assert.Equal(values.Length, JsonDocument.Parse(Json(answer)).RootElement[0].EnumerateObject().Count());
        Assert.Equal(2, Csv(answer).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(
            "340282366920938463463374607431768211455",
            Rendering.Show(QueryTable.Of(answer)).ReplaceLineEndings(""),
            StringComparison.Ordinal);
        Assert.Equal(1, store.WriteParquet(sql, folder.File("answer.parquet"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("'infinity'::TIMESTAMP", "infinity", "\"infinity\"")]
    [InlineData("TIMESTAMP '2026-01-31'", "2026-01-31", "\"2026-01-31\"")]
    [InlineData("TIMESTAMP '2026-01-31 10:00:00.5'", "2026-01-31 10:00:00.5", "\"2026-01-31 10:00:00.5\"")]
    [InlineData("DATE '2026-01-31'", "2026-01-31", "\"2026-01-31\"")]
    [InlineData("TIME '24:00:00'", "24:00:00", "\"24:00:00\"")]
    [InlineData("INTERVAL '300000 years'", "300000 years", "\"300000 years\"")]
    [InlineData(
        "1234567890123456789012345678901234567.8", "1234567890123456789012345678901234567.8", "1234567890123456789012345678901234567.8")]
    [InlineData(
        "170141183460469231731687303715884105727::HUGEINT",
        "170141183460469231731687303715884105727",
        "170141183460469231731687303715884105727")]
    [InlineData("MAP {1: NULL}", "{1: null}", "{\"1\":null}")]
    [InlineData("[1, NULL]", "\"[1, null]\"", "[1,null]")]
    [InlineData("{'a': 'nan'::DOUBLE}", "{a: NaN}", "{\"a\":\"NaN\"}")]
    [InlineData("row(1, 2.5)", "\"[1, 2.5]\"", "[1,2.5]")]
    [InlineData("union_value(n := 1)", "{n: 1}", "{\"n\":1}")]
    [InlineData("'\\xAA\\x00'::BLOB", "\\xAA\\x00", "\"\\\\xAA\\\\x00\"")]
    [InlineData("'inf'::DOUBLE", "Infinity", "\"Infinity\"")]
    [InlineData("0.1::DECIMAL(38,3)", "0.100", "0.100")]
    [InlineData(
        "'-0.12345678901234567890123456789012345678'::DECIMAL(38,38)",
        "-0.12345678901234567890123456789012345678",
        "-0.12345678901234567890123456789012345678")]
    [InlineData("0.1 + 0.2::DOUBLE", "0.30000000000000004", "0.30000000000000004")]
    public void Value_AsCsvAndJson_IsThis(string sql, string csv, string json)
    {
        var answer = store.Ask($"SELECT {sql} AS v");

        Assert.Equal($"v\n{csv}\n", Csv(answer));
        Assert.Equal($"[\n{{\"v\":{json}}}\n]\n", Json(answer));
    }

    [Theory]
    [InlineData("SELECT 1 a, 2 a, 3 a_1", "a,a_2,a_1")]
    [InlineData("SELECT 1 a, 2 a, 3 a", "a,a_1,a_2")]
    [InlineData("SELECT 1 a_1, 2 a, 3 a, 4 a_1; -- with a remark", "a_1,a,a_2,a_1_1")]
    public void Columns_OfOneName_GetNamesOfTheirOwn(string sql, string names)
    {
        Assert.Equal(names.Split(','), store.Ask(sql).Columns);
        Assert.Equal(1, store.WriteParquet(sql, folder.File("names.parquet"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Rows_OfABigAnswer_AreMadeAsTheyAreRead()
    {
        // It would not be through before the end of the world.
        var first = store.Ask(
            "SELECT range AS k FROM range(9000000000000000000)",
            answer => answer.Rows.Skip(50_000).First()[0],
            TestContext.Current.CancellationToken);

        Assert.Equal(50_000L, first);
    }

    [Fact]
    public void Rows_ThatCannotAllBeMade_FailBeforeOneIsReadUnlessThereAreMany()
    {
        var readCount = 0;
        int Read(QueryResult answer) => answer.Rows.Count(_ => ++readCount > 0);

        Assert.Throws<QueryException>(() =>
            store.Ask("SELECT if(range < 9, range, error('nine')) FROM range(10)", Read, TestContext.Current.CancellationToken));
        Assert.Equal(0, readCount);
    }

    private static string Csv(QueryResult answer)
    {
        using var text = new StringWriter();
        CsvText.Write(text, answer.Columns, answer.Rows);
        return text.ToString();
    }

    private static string Json(QueryResult answer)
    {
        using var stream = new MemoryStream();
        JsonCell.Write(stream, answer);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
