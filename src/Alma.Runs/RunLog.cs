using System.Globalization;
using Alma.Files;
using Alma.Runs.Metrics;
using Alma.Runs.Mistakes;
using Alma.Runs.TensorBoard;

namespace Alma.Runs;

/// <summary>What a run writes while it goes on: rows to <c>metrics.jsonl</c> and TensorBoard, messages to <c>log.txt</c>.</summary>
public sealed class RunLog : IDisposable
{
    /// <summary>How long a row may wait before TensorBoard can show it.</summary>
    private static readonly TimeSpan flushInterval = TimeSpan.FromSeconds(5);

    private readonly RunFolder folder;
    private readonly TimeProvider time;
    private readonly IterationThinning thinning;
    private readonly MetricLog metrics;
    private readonly TensorBoardView events;
    private readonly StreamWriter messages;
    private long lastFlush;

    private RunLog(RunFolder folder, TimeProvider time, RunLogOptions options)
    {
        (this.folder, this.time) = (folder, time);
        thinning = new IterationThinning(options.Modulo);
        metrics = MetricLog.Open(folder.MetricsFile);
        events = new TensorBoardView(folder, time, options);
        messages = OwnFile.Append(folder.LogFile);
        lastFlush = time.GetTimestamp();
    }

    /// <summary>What a checkpoint remembers, so that resuming from it drops the rows that came later. Flush before saving it.</summary>
    public long MetricBytes => metrics.Length;

    /// <summary>Opens the log of a new run; the config is already in its folder.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="time">The clock of time stamps.</param>
    public static RunLog Start(RunFolder folder, TimeProvider time, RunLogOptions? options = null) => new(folder, time, options ?? new());

    /// <summary>Opens the log of a run that goes on from a checkpoint: later rows are dropped, the TensorBoard file is made anew.</summary>
    /// <exception cref="RunFolderException">The rows that the checkpoint counts on are not there.</exception>
    public static RunLog Resume(RunFolder folder, TimeProvider time, long metricBytes, RunLogOptions? options = null)
    {
        using (var metrics = MetricLog.Open(folder.MetricsFile))
            metrics.Truncate(metricBytes);
        var outdatedEventFiles = folder.EventFiles;
        var wallTimes = EventWallTimes.Read(outdatedEventFiles);
        var log = new RunLog(folder, time, options ?? new());
        log.Replay(wallTimes);
        log.Flush();
        foreach (var file in outdatedEventFiles)
            File.Delete(file);
        return log;
    }

    /// <exception cref="RunFolderException">The folder is gone.</exception>
    public void Write(IEnumerable<MetricRow> rows)
    {
        folder.RequireThere(); // rows in a file that has no name any more would be lost
        List<MetricRow> kept = [.. rows.Select(thinning.Thin).OfType<MetricRow>()];
        kept.ForEach(metrics.Write);
        events.Write(kept);
        metrics.Flush(); // or what a killed process had done could not be told
        if (time.GetElapsedTime(lastFlush) >= flushInterval)
            Flush();
    }

    /// <summary>Keeps the worst mistakes after a megabatch in the folder, and shows them in TensorBoard.</summary>
    public void Write(WorstImages worst)
    {
        worst.Write(folder);
        events.Write(worst);
    }

    /// <summary>Says how the run has ended, which TensorBoard shows; nothing is written after it.</summary>
    public void Ended(RunState state) => events.Ended(state);

    /// <summary>Adds a line with the time to <c>log.txt</c>, at once.</summary>
    public void Message(string text)
    {
        foreach (var line in Lines(time, text))
            messages.WriteLine(line);
    }

    /// <summary>Adds a line with the time to <c>log.txt</c> of a folder whose log is not open.</summary>
    public static void Append(RunFolder folder, TimeProvider time, string text)
    {
        using var messages = OwnFile.Append(folder.LogFile);
        foreach (var line in Lines(time, text)) messages.WriteLine(line);
    }

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
        return PrintableText.Lines(text).ReplaceLineEndings("\n").Split('\n').Select(line => $"{stamp} {line}");
    }

    private void Replay(EventWallTimes wallTimes)
    {
        var megabatch = new List<MetricRow>();
        foreach (var row in MetricLog.Read(folder.MetricsFile))
        {
            if (megabatch.Count > 0 && megabatch[0].Megabatch != row.Megabatch)
            {
                Replay(megabatch, wallTimes);
                megabatch.Clear();
            }
            megabatch.Add(row);
        }
        Replay(megabatch, wallTimes);
    }

    // Only of a megabatch that was evaluated there are mistakes that stay.
    private void Replay(List<MetricRow> megabatch, EventWallTimes wallTimes)
    {
        events.Write(megabatch, wallTimes);
        if (megabatch.Exists(row => row is { Split: Splits.Test, Name: MetricNames.Accuracy })
            && Worst(megabatch[0].Megabatch) is { } worst)
            events.Write(worst, wallTimes);
    }

    private WorstImages? Worst(int megabatch)
    {
        try
        {
            return WorstImages.Read(folder, megabatch);
        }
        catch (RunFolderException)
        {
            return null; // a picture fewer is no reason not to go on
        }
    }
}
