using Alma.Files;
using DuckDB.NET.Data;

namespace Alma.Reports.Queries;

/// <summary>
/// Runs as tables in memory, which SQL can be asked of. What was loaded are manifests and configs; metric rows are read from the run
/// folders when a query needs them. Once it is open, nothing else can be read or written through it,
/// but for the files that it was opened to write.
/// </summary>
internal sealed class RunDatabase : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:");
    private readonly MetricFiles files;
    private readonly CancellationToken cancellation;

    /// <param name="runs">Those whose files cannot be read are left out, as <see cref="Problems"/> says.</param>
    /// <param name="outputs">The files that may be written.</param>
    /// <param name="cancellation">Breaks off whatever is asked.</param>
    public RunDatabase(IReadOnlyList<ReadableRun> runs, IReadOnlyList<string> outputs, CancellationToken cancellation = default)
    {
        this.cancellation = cancellation;
        files = new MetricFiles(runs, cancellation);
        try
        {
            connection.Open();
            foreach (var statement in RunViews.Loaded()) Execute(statement);
            new RunLoader(connection).Load([.. runs.Where(run => !files.Problems.ContainsKey(run))], files);
            foreach (var statement in SecuritySettings(outputs).Concat(RunViews.Views(files))) Execute(statement);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is wrong with runs that are left out.</summary>
    public IReadOnlyDictionary<ReadableRun, string> Problems => files.Problems;

    /// <summary>Executes a statement of ours.</summary>
    /// <returns>How many rows it has made.</returns>
    /// <exception cref="QueryException">DuckDB refuses.</exception>
    /// <exception cref="OperationCanceledException">It was broken off.</exception>
    public long Execute(string statement)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            using var statementCancellation = new StatementCancellation(command, cancellation);
            return command.ExecuteNonQuery();
        }
        catch (Exception fault) when (fault is DuckDBException or OperationCanceledException)
        {
            throw Translated(fault);
        }
    }

    /// <summary>Asks something, and reads the answer while it is there.</summary>
    /// <param name="isStreamed">Whether rows are made as they are read, so that they are never all in memory.</param>
    /// <exception cref="QueryException">DuckDB refuses; before any row is read, unless it is streamed.</exception>
    public T Ask<T>(string statement, Func<QueryResult, T> read, IReadOnlyList<object>? values = null, bool isStreamed = false)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            command.UseStreamingMode = isStreamed;
            foreach (var value in values ?? []) command.Parameters.Add(new DuckDBParameter(value));
            using var statementCancellation = new StatementCancellation(command, cancellation);
            using var reader = command.ExecuteReader();
            var answer = QueryResult.Of(reader);
            return read(answer with { Rows = answer.Rows.Select(row => cancellation.IsCancellationRequested ? throw Cancelled() : row) });
        }
        catch (Exception fault) when (fault is DuckDBException or OperationCanceledException)
        {
            throw Translated(fault);
        }
    }

    /// <summary>Asks for one value.</summary>
    /// <exception cref="QueryException">DuckDB refuses.</exception>
    public object? AskOne(string statement, params IReadOnlyList<object> values) =>
        Ask(statement, answer => answer.Rows.First()[0], values);

    /// <summary>Writes what can be selected from as a file beside its place.</summary>
    /// <returns>How many rows it has.</returns>
    /// <exception cref="QueryException">DuckDB refuses.</exception>
    public long Copy(string from, string path, TableFormat format) =>
        Execute($"COPY (FROM {from}) TO {ClosedDuckDb.Quoted(path)} ({format.Options}, USE_TMP_FILE false)");

    public void Dispose()
    {
        connection.Dispose();
        files.Dispose();
    }

    private Exception Translated(Exception fault) => fault is DuckDBException complaint && !cancellation.IsCancellationRequested
        ? DatabaseFault.Of(complaint)
        : Cancelled(fault);

    private OperationCanceledException Cancelled(Exception? fault = null) => new("No file was written.", fault, cancellation);

    // What does not fit into memory goes below the folder of temporary files, and not, as by default, below the current one. It is gone
    // when the database is.
    private IEnumerable<string> SecuritySettings(IReadOnlyList<string> outputs) => ClosedDuckDb.Settings(
        files.InPlace.Concat(files.Copies.Keys).Concat(outputs),
        Path.Combine(Path.GetTempPath(), $"alma-query-{Guid.NewGuid():N}"));
}
