using Alma.GeneratedRuns;
using Alma.Reports.Queries;
using Alma.Runs.Catalog;

namespace Alma.Reports.Tests.Queries;

/// <summary>A query reads tables and does nothing else: it is checked before, and DuckDB is closed as well.</summary>
public sealed class ClosedStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string log;
    private readonly string secret;

    public ClosedStoreTests()
    {
        log = new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }.Write(folder.File("run")).MetricsFile;
        secret = folder.File("secret.csv");
        File.WriteAllText(secret, "word\nsesame\n");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("COPY (SELECT 1) TO 'LOG'")]
    [InlineData("COPY runs TO 'NEW'")]
    [InlineData("SELECT 1) TO 'LOG'; --")]
    [InlineData("SELECT 1; COPY (SELECT 1) TO 'LOG'")]
    [InlineData("EXPLAIN ANALYZE COPY (SELECT 1) TO 'LOG'")]
    [InlineData("PREPARE p AS COPY (SELECT 1) TO 'LOG'")]
    [InlineData("EXPORT DATABASE 'NEW'")]
    [InlineData("ATTACH 'NEW' AS other")]
    [InlineData("CREATE TABLE mine AS SELECT 1")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("PRAGMA enable_profiling")]
    [InlineData("CALL enable_logging()")]
    [InlineData("SELECT * FROM read_csv('SECRET')")]
    [InlineData("SELECT * FROM read_text('LOG')")]
    [InlineData("SELECT * FROM 'SECRET'")]
    [InlineData("FROM glob('*')")]
    [InlineData("WITH read AS (SELECT * FROM read_text('SECRET')) SELECT * FROM runs WHERE path IN (SELECT content FROM read)")]
    [InlineData("SELECT (SELECT max(content) FROM read_text('SECRET')) FROM runs")]
    [InlineData("SELECT * FROM query('SELECT * FROM read_text(''SECRET'')')")]
    [InlineData("SELECT * FROM enable_logging(storage = 'file', storage_path = 'NEW')")]
    [InlineData("SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))")]
    [InlineData("")]
    [InlineData("SELEC 1")]
    public void Query_ThatIsMoreThanASelectOfTables_IsRefusedAndTouchesNothing(string sql)
    {
        var before = Files();
        var created = folder.File("new");

        var fault = Assert.Throws<QueryException>(() => Store().Ask(
            sql.Replace("LOG", log, StringComparison.Ordinal)
                .Replace("NEW", created, StringComparison.Ordinal)
                .Replace("SECRET", secret, StringComparison.Ordinal)));

        Assert.DoesNotContain('\n', fault.Message);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("SELECT * FROM read_text('SECRET')")]
    [InlineData("SELECT * FROM read_csv('SECRET')")]
    [InlineData("SELECT * FROM sniff_csv('SECRET')")]
    [InlineData("SELECT * FROM 'SECRET'")]
    [InlineData("COPY (SELECT 1) TO 'NEW'")]
    [InlineData("ATTACH 'NEW' AS other")]
    [InlineData("INSTALL httpfs")]
    [InlineData("LOAD httpfs")]
    [InlineData("SET enable_external_access = true")]
    [InlineData("SET allowed_paths = ['SECRET']")]
    [InlineData("SET autoload_known_extensions = true")]
    [InlineData("CREATE PERSISTENT SECRET s (TYPE http)")]
    public void Database_WithoutTheCheck_IsClosedAllTheSame(string statement)
    {
        using var database = new RunDatabase(ReadableRun.ReadAll(RunSelection.Find([folder.FullPath])).Runs, []);
        var before = Files();

        Assert.Throws<QueryException>(() => database.Execute(
            statement.Replace("NEW", folder.File("new"), StringComparison.Ordinal)
                .Replace("SECRET'", $"{secret}'", StringComparison.Ordinal)));

        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("FROM runs")]
    [InlineData("SELECT path FROM runs; ")]
    [InlineData("SELECT 1 -- that is all")]
    [InlineData("WITH ends AS (SELECT run, max(megabatch) AS last FROM megabatches GROUP BY run) SELECT * FROM ends")]
    [InlineData("SELECT * FROM range(3)")]
    [InlineData("SELECT unnest([1, 2])")]
    [InlineData("SUMMARIZE configs")]
    [InlineData("DESCRIBE metrics")]
    [InlineData("PIVOT configs ON key IN ('seed', 'clmodel.class_name') USING first(value) GROUP BY run")]
    [InlineData("SELECT name, avg(value) OVER (PARTITION BY name ORDER BY step) FROM metrics")]
    public void Query_ThatReadsTables_IsAnswered(string sql)
    {
        Assert.NotEmpty(Store().Ask(sql).Rows);
        if (sql.StartsWith("DESC", StringComparison.Ordinal) || sql.StartsWith("SUMM", StringComparison.Ordinal)) return;
        Assert.InRange(Store().WriteParquet(sql, folder.File("answer.parquet"), TestContext.Current.CancellationToken), 1, 10_000);
    }

    [Theory]
    [InlineData("SELECT mistake FROM runs", "mistake")]
    [InlineData("SELECT * FROM nothing", "nothing")]
    [InlineData("SELECT path::INTEGER FROM runs", "run")]
    public void Query_WithAMistake_SaysWhereInOneLine(string sql, string named)
    {
        var fault = Assert.Throws<QueryException>(() => Store().Ask(sql));

        Assert.Contains(named, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("LINE", fault.Message, StringComparison.Ordinal);
    }

    private RunStore Store() => RunStore.Read(RunSelection.Find([folder.File("run")]));

    private List<string> Files() => [.. Directory.GetFiles(folder.FullPath, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
}
