using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Reports.Queries;

/// <summary>Runs that can be asked in SQL and written out as tables (<see cref="StoredTable.All"/>), straight from their folders.</summary>
public sealed class RunStore
{
    private const int MaxAttempts = 5;

    /// <summary>What a test does between opening the runs and asking them.</summary>
    internal Action? Opened { get; set; }

    /// <summary>How to see which tables there are, for messages.</summary>
    public string? Advice { get; init; }

    private readonly List<string> problems;
    private IReadOnlyList<ReadableRun> runs;

    private RunStore(IReadOnlyList<ReadableRun> runs, IEnumerable<string> problems) => (this.runs, this.problems) = (runs, [.. problems]);

    /// <summary>What is wrong with runs that are left out, as far as they were read; a damaged one hides no other.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Reads manifests and configs.</summary>
    /// <param name="advice">How to see which tables there are, for messages.</param>
    public static RunStore Read(IReadOnlyList<RunFolder> folders, string? advice = null)
    {
        var (runs, problems) = ReadableRun.ReadAll(folders);
        return new RunStore(runs, problems) { Advice = advice };
    }

    /// <summary>Asks one SELECT statement, and reads the answer as it comes.</summary>
    /// <exception cref="QueryException">
    /// It is something else, or DuckDB cannot answer it; unless the answer is of many rows, nothing was read then.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public T Ask<T>(string sql, Func<QueryResult, T> read, CancellationToken cancellation = default) => With(
        [],
        (database, execution) =>
        {
            SelectStatement.Check(database, sql, Advice);
            return execution.Ask(sql, read);
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
        (database, execution, temporaryPaths) =>
        {
            SelectStatement.Check(database, sql, Advice);
            return execution.Copy(sql, temporaryPaths[0], TableFormat.Parquet);
        },
        cancellation);

    /// <summary>Writes each table as a file of its name into a folder, all of them or none.</summary>
    /// <exception cref="QueryException">DuckDB cannot write them.</exception>
    /// <exception cref="OperationCanceledException">It was broken off; nothing was written.</exception>
    public IReadOnlyList<ExportedFile> Export(string folder, TableFormat format, CancellationToken cancellation = default)
    {
        List<(string Table, string Path)> files = [.. StoredTable.All.Select(table =>
            (table.Name, Path.Combine(folder, table.Name + format.Extension)))];
        var counts = WriteFiles(
            [.. files.Select(file => file.Path)],
            (database, _, temporaryPaths) =>
                files.Zip(temporaryPaths, (file, path) => database.Copy(Ordered(file.Table), path, format)).ToList(),
            cancellation);
        return [.. files.Zip(counts, (file, rowCount) => new ExportedFile(file.Path, rowCount, new FileInfo(file.Path).Length))];
    }

    // Metric rows come in the order of their files; rows that are grouped or joined come in none.
    private static string Ordered(string table) => table == RunTables.Metrics.Name ? table : $"{table} ORDER BY 1, 2";

    private T WriteFiles<T>(
        IReadOnlyList<string> paths, Func<RunDatabase, QueryExecution, IReadOnlyList<string>, T> write, CancellationToken cancellation)
    {
        List<OutputFile> outputs = [.. paths.Select(OutputFile.At)];
        try
        {
            List<string> temporaryPaths = [.. outputs.Select(output => output.CreateTemporary())];
            var written = With(temporaryPaths, (database, execution) => write(database, execution, temporaryPaths), cancellation);
            foreach (var output in outputs) output.Commit();
            return written;
        }
        finally
        {
            foreach (var output in outputs) output.Dispose();
        }
    }

    // Runs that prove damaged or vanish meanwhile are left out, one attempt after the other.
    private T With<T>(IReadOnlyList<string> outputs, Func<RunDatabase, QueryExecution, T> work, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var database = new RunDatabase(runs, outputs, cancellation);
            LeaveOut(database.Problems);
            Opened?.Invoke();
            var execution = new QueryExecution(database);
            try
            {
                return work(database, execution);
            }
            catch (QueryException fault) when (attempt < MaxAttempts
                && !execution.HasBegun
                && (LeaveOut(Vanished()) || (DatabaseFault.IsOfAFile(fault) && LeaveOut(Damaged()))))
            {
            }
        }
    }

    private bool LeaveOut(IReadOnlyDictionary<ReadableRun, string> damaged)
    {
        problems.AddRange(damaged.Values);
        runs = [.. runs.Where(run => !damaged.ContainsKey(run))];
        return damaged.Count > 0;
    }

    // Only the reader of metric rows can tell which file and line are damaged. It takes longer than DuckDB,
    // so it is asked after a fault alone.
    private Dictionary<ReadableRun, string> Vanished() =>
        runs.Where(run => !File.Exists(run.Folder.ManifestFile))
            .ToDictionary(run => run, run => $"{run.Path}: the run is not there any more.");

    private Dictionary<ReadableRun, string> Damaged() =>
        runs.AsParallel()
            .AsOrdered()
            .Select(run => (Run: run, Problem: Problem(run)))
            .Where(run => run.Problem is not null)
            .ToList()
            .ToDictionary(run => run.Run, run => run.Problem!);

    private static string? Problem(ReadableRun run)
    {
        try
        {
            _ = File.Exists(run.Folder.MetricsFile) ? MetricLog.Read(run.Folder.MetricsFile).Count() : 0;
            return null;
        }
        catch (Exception fault) when (RunFault.Matches(fault))
        {
            return RunFault.Describe(run.Path, fault);
        }
    }
}
