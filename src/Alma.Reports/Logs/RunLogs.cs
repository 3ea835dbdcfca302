using System.Collections;
using System.Globalization;
using Alma.Reports.Queries;
using Alma.Runs;
using Alma.Runs.Catalog;

namespace Alma.Reports.Logs;

/// <summary>Runs with their configs and metrics, to be filtered, compared and put into a table.</summary>
public sealed class RunLogs : IReadOnlyList<LoggedRun>
{
    private readonly IReadOnlyList<LoggedRun> runs;

    private RunLogs(IReadOnlyList<LoggedRun> runs, IReadOnlyList<string> problems) => (this.runs, Problems) = (runs, problems);

    /// <summary>What is wrong with runs that could not be read; a damaged one hides no other.</summary>
    public IReadOnlyList<string> Problems { get; }

    public int Count => runs.Count;

    public LoggedRun this[int index] => runs[index];

    /// <summary>Reads the runs that the words name.</summary>
    /// <param name="words">Run folders, folders with runs below them, or patterns with <c>*</c> and <c>**</c>.</param>
    /// <exception cref="RunFolderException">A word names no run.</exception>
    public static RunLogs Read(params IEnumerable<string> words)
    {
        var (runs, problems) = ReadableRun.ReadAll(RunSelection.Find(words));
        return new RunLogs([.. runs.Select(run => new LoggedRun(run))], problems);
    }

    /// <summary>The runs whose config has this value; numbers are equal however they are written.</summary>
    /// <param name="key">A whole key, such as <c>clmodel.optim.lr</c>.</param>
    /// <exception cref="ArgumentException">No config has the key.</exception>
    public RunLogs Where(string key, string value) => Where(key, text => text == value);

    /// <inheritdoc cref="Where(string, string)"/>
    public RunLogs Where(string key, double value) => Where(key, text => Number(text) == value);

    /// <inheritdoc cref="Where(string, string)"/>
    public RunLogs Where(string key, bool value) => Where(key, text => bool.TryParse(text, out var truth) && truth == value);

    /// <summary>The runs whose config has a value that passes; null is that of a config without the key.</summary>
    /// <inheritdoc cref="Where(string, string)"/>
    public RunLogs Where(string key, Predicate<string?> passes)
    {
        if (Count > 0 && !runs.Any(run => run.Config.Values.ContainsKey(key)))
            throw new ArgumentException($"No config of these {Count} runs has the key {key}.{Alike(key)}");
        return Where(run => passes(run.Config[key]));
    }

    /// <summary>The runs that pass.</summary>
    public RunLogs Where(Func<LoggedRun, bool> passes) => new([.. runs.Where(passes)], Problems);

    /// <summary>The values that a key has in these runs, in the order of the runs; configs without it are passed over.</summary>
    public IReadOnlyList<string> Values(string key) => [.. runs.Select(run => run.Config[key]).OfType<string>().Distinct()];

    /// <summary>The largest value of a metric in all runs; null where none has measured it. NaN is passed over.</summary>
    /// <param name="metric">Split and name: <c>test/accuracy</c>.</param>
    public double? Max(string metric) => ArgMax(metric)?.Point.Value;

    /// <summary>The least value.</summary>
    /// <inheritdoc cref="Max"/>
    public double? Min(string metric) => ArgMin(metric)?.Point.Value;

    /// <summary>The run in which a metric is largest, and where in it: the first of equal ones; null where none has measured it.</summary>
    /// <inheritdoc cref="Max"/>
    public RunPoint? ArgMax(string metric) => Points(run => run.ArgMax(metric)).MaxBy(found => found.Point.Value);

    /// <summary>The run in which a metric is least, and where in it.</summary>
    /// <inheritdoc cref="Max"/>
    public RunPoint? ArgMin(string metric) => Points(run => run.ArgMin(metric)).MinBy(found => found.Point.Value);

    /// <summary>
    /// A table with a row for each run, megabatch and step at which one of the metrics was measured: see <see cref="LogTable"/>.
    /// </summary>
    /// <param name="metrics">Splits and names: <c>test/accuracy</c>.</param>
    public LogTable ToTable(params IReadOnlyList<string> metrics) => LogTable.Of(this, metrics);

    public IEnumerator<LoggedRun> GetEnumerator() => runs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // Files are read here, several at a time.
    private List<RunPoint> Points(Func<LoggedRun, MetricPoint?> find) =>
        [.. runs.AsParallel().AsOrdered().Select(run => find(run) is { } point ? new RunPoint(run, point) : null).OfType<RunPoint>()];

    private string Alike(string key)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        List<string> alike = [.. runs.SelectMany(run => run.Config.Values.Keys)
            .Distinct()
            .Where(other => other[(other.LastIndexOf('.') + 1)..] == last)];
        return alike.Count > 0 ? $" There is: {string.Join(", ", alike)}." : "";
    }
}
