using System.Text;
using Alma.Reports.Queries;
using Alma.Runs;

namespace Alma.Reports.Logs;

/// <summary>
/// Metrics and configs of runs as columns of equal length. A row stands for a run, a megabatch and a step at which a metric was measured.
/// Columns: <c>run</c>, <c>megabatch</c>, <c>step</c>, the metrics under their names, and each key of the configs,
/// of numbers where all its values are numbers.
/// </summary>
public sealed record LogTable(IReadOnlyList<LogColumn> Columns)
{
    private const int Buffer = 1 << 16;

    public int RowCount => Columns.Count == 0 ? 0 : Columns[0].Count;

    private IEnumerable<IReadOnlyList<object?>> Rows =>
        Enumerable.Range(0, RowCount).Select(row => Columns.Select(column => column[row]).ToList());

    /// <summary>Writes comma-separated values with a head, whole or not at all.</summary>
    public void WriteCsv(string path)
    {
        using var output = OutputFile.At(path);
        output.Write(WriteCsv);
    }

    private void WriteCsv(Stream stream)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), Buffer, leaveOpen: true);
        CsvText.Write(text, [.. Columns.Select(column => column.Name)], Rows);
    }

    /// <summary>Writes an Apache Parquet file, compressed with zstd, whole or not at all.</summary>
    /// <exception cref="QueryException">It cannot be written.</exception>
    public void WriteParquet(string path) => LogParquet.Write(this, path);

    internal static LogTable Of(RunLogs logs, IReadOnlyList<string> metrics)
    {
        List<Measured> rows = [.. logs.AsParallel().AsOrdered().SelectMany(run => RowsOf(run, metrics))];
        var keys = logs.SelectMany(run => run.Config.Values.Keys).Distinct();
        return new LogTable(
        [
            new StringColumn("run", [.. rows.Select(row => row.Run.Path)]),
            new WholeColumn("megabatch", [.. rows.Select(row => (long?)row.Megabatch)]),
            new WholeColumn("step", [.. rows.Select(row => (long?)row.Step)]),
            .. metrics.Select((metric, k) => new NumberColumn(metric, [.. rows.Select(row => row.Values[k])])),
            .. keys.Select(key => Key(key, [.. rows.Select(row => row.Run.Config[key])])),
        ]);
    }

    private static LogColumn Key(string key, List<string?> values)
    {
        List<double?> numbers = [.. values.Select(RunLogs.Number)];
        return values.Zip(numbers).All(value => value.First is null || value.Second is not null)
            ? new NumberColumn(key, numbers)
            : new StringColumn(key, values);
    }

    private static IEnumerable<Measured> RowsOf(LoggedRun run, IReadOnlyList<string> metrics)
    {
        var rows = new SortedDictionary<(int Megabatch, long Step), double?[]>();
        for (var k = 0; k < metrics.Count; k++)
        {
            foreach (var point in run.Series(metrics[k]).Points)
            {
                if (!rows.TryGetValue((point.Megabatch, point.Step), out var values))
                    rows.Add((point.Megabatch, point.Step), values = new double?[metrics.Count]);
                values[k] = point.Value;
            }
        }

        return rows.Select(row => new Measured(run, row.Key.Megabatch, row.Key.Step, row.Value));
    }

    private sealed record Measured(LoggedRun Run, int Megabatch, long Step, double?[] Values);
}
