using System.Globalization;
using Alma.Runs.Metrics;
using Alma.Runs.TensorBoard;

namespace Alma.Runs;

/// <summary>What a run writes while it goes on: rows to <c>metrics.jsonl</c> and TensorBoard, messages to <c>log.txt</c>.</summary>
public sealed class RunLog : IDisposable
{
    /// <summary>How long a row may wait before TensorBoard can show it.</summary>
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    private readonly TimeProvider time;
    private readonly IterationThinning thinning;
    private readonly MetricLog metrics;
    private readonly TensorBoardEventWriter events;
    private readonly StreamWriter messages;
    private long lastFlush;

    private RunLog(RunFolder folder, TimeProvider time, int modulo)
    {
        this.time = time;
        thinning = new IterationThinning(modulo);
        metrics = MetricLog.Open(folder.MetricsFile);
        events = TensorBoardEventWriter.Create(folder, time);
        messages = new StreamWriter(folder.LogFile, append: true) { AutoFlush = true, NewLine = "\n" };
        lastFlush = time.GetTimestamp();
        if (File.Exists(folder.ConfigFile))
            events.Text(TensorBoardTags.Hyperparameters, AsCode(File.ReadAllText(folder.ConfigFile)));
    }

    /// <summary>What a checkpoint remembers, so that resuming from it drops the rows that came later. Flush before saving it.</summary>
    public long MetricBytes => metrics.Length;

    /// <summary>Opens the log of a new run; the config is already in its folder.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="time">The clock of time stamps.</param>
    /// <param name="modulo">Of the rows per training iteration the first of every so many is written (default 1: all).</param>
    public static RunLog Start(RunFolder folder, TimeProvider time, int modulo = 1) => new(folder, time, modulo);

    /// <summary>Opens the log of a run that goes on from a checkpoint: later rows are dropped, the TensorBoard file is made anew.</summary>
    /// <exception cref="RunFolderException">The rows that the checkpoint counts on are not there.</exception>
    public static RunLog Resume(RunFolder folder, TimeProvider time, long metricBytes, int modulo = 1)
    {
        using (var metrics = MetricLog.Open(folder.MetricsFile))
            metrics.Truncate(metricBytes);
        var outdatedEventFiles = folder.EventFiles;
        var wallTimes = EventWallTimes.Read(outdatedEventFiles);
        var log = new RunLog(folder, time, modulo);
        foreach (var row in MetricLog.Read(folder.MetricsFile))
            log.Show(row, wallTimes);
        log.Flush();
        foreach (var file in outdatedEventFiles)
            File.Delete(file);
        return log;
    }

    public void Write(IEnumerable<MetricRow> rows)
    {
        foreach (var row in rows.Select(thinning.Keep).OfType<MetricRow>())
        {
            metrics.Write(row);
            Show(row);
        }

        metrics.Flush(); // or what a killed process had done could not be told
        if (time.GetElapsedTime(lastFlush) >= FlushInterval)
            Flush();
    }

    /// <summary>Adds a line with the time to <c>log.txt</c>, at once.</summary>
    public void Message(string text)
    {
        foreach (var line in Lines(time, text))
            messages.WriteLine(line);
    }

    /// <summary>Adds a line with the time to <c>log.txt</c> of a folder whose log is not open.</summary>
    internal static void Append(RunFolder folder, TimeProvider time, string text) =>
        File.AppendAllText(folder.LogFile, string.Concat(Lines(time, text).Select(line => line + "\n")));

    public void Flush(bool toDisk = false)
    {
        metrics.Flush(toDisk);
        events.Flush();
        lastFlush = time.GetTimestamp();
    }

    public void Dispose()
    {
        // Each writes what it still has, which a full disk refuses.
        try
        {
            metrics.Dispose();
        }
        finally
        {
            try
            {
                events.Dispose();
            }
            finally
            {
                messages.Dispose();
            }
        }
    }

    private static IEnumerable<string> Lines(TimeProvider time, string text)
    {
        var stamp = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return text.ReplaceLineEndings("\n").Split('\n').Select(line => $"{stamp} {line}");
    }

    private void Show(MetricRow row, EventWallTimes? wallTimes = null)
    {
        foreach (var point in TensorBoardTags.For(row))
            events.Scalar(point, row.Value, wallTimes?.At(point));
    }

    /// <summary>Markdown shows indented lines as they are.</summary>
    private static string AsCode(string text) =>
        string.Join('\n', text.ReplaceLineEndings("\n").TrimEnd().Split('\n').Select(line => "    " + line));
}
