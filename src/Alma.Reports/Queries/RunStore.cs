using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Reports.Queries;

/// <summary>Runs that can be asked in SQL and written out as tables (<see cref="StoredTable.All"/>), straight from their folders.</summary>
public sealed class RunStore
{
    private readonly List<string> problems;
    private IReadOnlyList<ReadableRun> runs;

    private RunStore(IReadOnlyList<ReadableRun> runs, IEnumerable<string> problems) => (this.runs, this.problems) = (runs, [.. problems]);

    /// <summary>What is wrong with runs that are left out, as far as they were read; a damaged one hides no other.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Reads manifests and configs.</summary>
    public static RunStore Read(IReadOnlyList<RunFolder> folders)
    {
        var (runs, problems) = ReadableRun.ReadAll(folders);
        return new RunStore(runs, problems);
    }

    /// <summary>Asks one SELECT statement, and reads the answer as it comes.</summary>
    /// <exception cref="QueryException">It is something else, or DuckDB cannot answer it; then nothing was read.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public T Ask<T>(string sql, Func<QueryResult, T> read, CancellationToken cancellation = default) => With(
        [],
        database =>
        {
            SelectStatement.Check(database, sql);
            return database.Ask(sql, read);
        },
        cancellation);

    /// <summary>Asks one SELECT statement.</summary>
    /// <exception cref="QueryException">It is something else, or DuckDB cannot answer it.</exception>
    public QueryResult Ask(string sql) => Ask(sql, answer => answer with { Rows = [.. answer.Rows] });

    /// <summary>Writes the answer to one SELECT statement as a Parquet file, whole or not at all.</summary>
    /// <returns>How many rows it has.</returns>
    /// <exception cref="QueryException">It is something else, or DuckDB cannot answer it.</exception>
    /// <exception cref="OperationCanceledException">It was broken off; nothing was written.</exception>
    public long WriteParquet(string sql, string path, CancellationToken cancellation = default) => WriteFiles(
        [path],
        (database, asides) =>
        {
            SelectStatement.Check(database, sql);
            database.Execute($"CREATE TEMP TABLE answer AS {sql}");
            return Copy(database, "answer", asides[0], TableFormat.Parquet);
        },
        cancellation);

    /// <summary>Writes each table as a file of its name into a folder, all of them or none.</summary>
    /// <exception cref="QueryException">DuckDB cannot write them.</exception>
    /// <exception cref="OperationCanceledException">It was broken off; nothing was written.</exception>
    public IReadOnlyList<ExportedFile> Export(string folder, TableFormat format, CancellationToken cancellation = default)
    {
        List<(string Table, string Path)> files = [.. StoredTable.All.Select(table => (table.Name, Path.Combine(folder, table.Name + format.Extension)))];
        var counts = WriteFiles(
            [.. files.Select(file => file.Path)],
            (database, asides) => files.Zip(asides, (file, aside) => Copy(database, Ordered(file.Table), aside, format)).ToList(),
            cancellation);
        return [.. files.Zip(counts, (file, rowCount) => new ExportedFile(file.Path, rowCount, new FileInfo(file.Path).Length))];
    }

    private static long Copy(RunDatabase database, string table, string aside, TableFormat format) =>
        database.Execute($"COPY (FROM {table}) TO {RunViews.Quoted(aside)} ({format.Options}, USE_TMP_FILE false)");

    // Metric rows come in the order of their files; rows that are grouped or joined come in none.
    private static string Ordered(string table) => table == RunTables.Metrics.Name ? table : $"{table} ORDER BY 1, 2";

    private T WriteFiles<T>(IReadOnlyList<string> paths, Func<RunDatabase, IReadOnlyList<string>, T> write, CancellationToken cancellation)
    {
        List<OutputFile> outputs = [.. paths.Select(OutputFile.At)];
        try
        {
            List<string> asides = [.. outputs.Select(output => output.Aside())];
            var written = With(asides, database => write(database, asides), cancellation);
            foreach (var output in outputs) output.Place();
            return written;
        }
        finally
        {
            foreach (var output in outputs) output.Dispose();
        }
    }

    private T With<T>(IReadOnlyList<string> outputs, Func<RunDatabase, T> work, CancellationToken cancellation)
    {
        try
        {
            using var database = new RunDatabase(runs, outputs, cancellation);
            return work(database);
        }
        catch (QueryException fault) when (DatabaseFault.IsOfAFile(fault) && LeaveOutDamaged())
        {
            using var database = new RunDatabase(runs, outputs, cancellation);
            return work(database);
        }
    }

    // Only the reader of metric rows can tell which file and line are damaged. It takes longer than DuckDB, so it is asked after a fault alone.
    private bool LeaveOutDamaged()
    {
        var damaged = runs.AsParallel().AsOrdered().Select(run => (Run: run, Problem: Problem(run))).Where(run => run.Problem is not null).ToList();
        problems.AddRange(damaged.Select(run => run.Problem!));
        runs = [.. runs.Except(damaged.Select(run => run.Run))];
        return damaged.Count > 0;
    }

    private static string? Problem(ReadableRun run)
    {
        try
        {
            _ = File.Exists(run.Folder.MetricsFile) ? MetricLog.Read(run.Folder.MetricsFile).Count() : 0;
            return null;
        }
        catch (Exception fault) when (RunFault.IsOne(fault))
        {
            return RunFault.Told(run.Path, fault);
        }
    }
}
