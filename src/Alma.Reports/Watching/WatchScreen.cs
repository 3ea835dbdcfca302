using Alma.Reports.Tables;
using Alma.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Watching;

/// <summary>Runs that are watched, one a line, those that run first; as many as the terminal has lines and columns for.</summary>
public static class WatchScreen
{
    private const int LinesOfTable = 4; // but for its rows: of its head two, and an empty one above and below

    /// <param name="skippedCount">How many runs had ended before and are not shown.</param>
    /// <param name="width">Of the terminal, in characters.</param>
    /// <param name="height">Lines that may be used; the rest of the runs are counted in the last one.</param>
    /// <param name="advice">How to see those that had ended before.</param>
    public static IRenderable Of(IReadOnlyList<WatchedRun> runs, int skippedCount, int width, int height, string? advice = null)
    {
        width = Math.Max(1, width);
        var notes = runs.Where(run => run.Snapshot is { IsGone: false, Problem: not null } || run.Waits is not null)
            .Select(run => $"{run.Name}: {run.Snapshot.Problem ?? run.Waits}")
            .Concat(runs.SelectMany(run => run.Dumps.TakeLast(1).SelectMany(dump => dump.Warnings).Select(told => $"{run.Name}: {told}")))
            .ToList();
        var columns = WatchColumns.Fitting(runs, width);
        var lines = Math.Max(1, height - LinesOfTable - 1);
        var shown = runs.OrderByDescending(run => run.IsRunning).Take(columns is null ? MostRecords(runs, width, height) : lines).ToList();
        var told = notes.Take(columns is null ? 0 : lines - shown.Count).ToList();
        var foot = Foot(
            runs,
            runs.Count - shown.Count,
            skippedCount,
            advice,
            [.. Unsaid(notes.Count - told.Count), .. columns is null || runs.Count == 0 ? [] : WatchColumns.HiddenColumns(columns)]);
        return new Rows(
        [
            .. shown.Count > 0 ? [WatchColumns.Table(columns, shown, width)] : Array.Empty<IRenderable>(),
            .. told.Select(note => Line(note, width, height)),
            Line(foot, width, height),
        ]);
    }

    // Where it is not drawn again and again, there is room for everything.
    private static WrappedText Line(string text, int width, int height) =>
        new(height == int.MaxValue ? PrintableText.Line(text) : OneLine.Of(text, width));

    private static int MostRecords(IReadOnlyList<WatchedRun> runs, int width, int height) =>
        height == int.MaxValue ? runs.Count : Math.Max(1, (height - 1) / Math.Max(1, runs.Max(run => WatchColumns.LinesOf(run, width))));

    private static string[] Unsaid(int noteCount) =>
        noteCount > 0 ? [$"{noteCount} with an error or a warning that there is no line for"] : [];

    /// <summary>How many runs are in which state, and how many are not shown.</summary>
    /// <param name="hidden">For want of lines.</param>
    /// <param name="advice">How to see those that had ended before.</param>
    /// <param name="more">What else is not shown.</param>
    public static string Foot(
        IReadOnlyList<WatchedRun> runs, int hidden, int skippedCount, string? advice = null,
        IReadOnlyList<string>? more = null)
    {
        var counts = runs.GroupBy(run => run.StateName)
            .OrderByDescending(group => group.First().IsRunning)
            .Select(group => $"{group.Count()} {group.Key}");
        string[] parts =
        [
            runs.Count == 0 ? "no run is running" : string.Join(", ", counts),
            .. hidden > 0 ? [$"and {hidden} more, for which there are no lines"] : Array.Empty<string>(),
            .. skippedCount > 0 ? [$"{skippedCount} that had ended before{(advice is null ? "" : $" ({advice})")}"] : Array.Empty<string>(),
            .. more ?? [],
        ];
        return string.Join("; ", parts);
    }
}
