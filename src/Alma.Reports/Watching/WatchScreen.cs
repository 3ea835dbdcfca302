using Alma.Reports.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Watching;

/// <summary>Runs that are watched, one a line, those that run first; as many as the terminal has lines and columns for.</summary>
public static class WatchScreen
{
    private const int LinesOfTable = 4; // but for its rows: of its head two, and an empty one above and below
    private const int ShortestName = 16;
    private const int Gap = 2;

    /// <param name="passedOver">How many runs had ended before and are not shown.</param>
    /// <param name="width">Of the terminal, in characters.</param>
    /// <param name="height">Lines that may be used; the rest of the runs are counted in the last one.</param>
    public static IRenderable Of(IReadOnlyList<WatchedRun> runs, int passedOver, int width, int height)
    {
        var notes = runs.Where(run => run.Sight is { IsGone: false, Problem: not null }).Select(run => $"{run.Name}: {run.Sight.Problem}").ToList();
        var lines = Math.Max(1, height - LinesOfTable - 1);
        var shown = runs.OrderByDescending(run => run.IsRunning).Take(lines).ToList();
        var room = lines - shown.Count;
        return new Rows(
        [
            .. shown.Count > 0 ? [Table(shown, width)] : Array.Empty<IRenderable>(),
            .. notes.Take(room).Select(note => new Text(OneLine.Of(note, width))),
            new Text(OneLine.Of(Foot(runs, runs.Count - shown.Count, passedOver), width)),
        ]);
    }

    private static Table Table(List<WatchedRun> runs, int width)
    {
        var columns = Fitting(runs, width, out var nameWidth);
        var table = new Table { Border = HeadRule.Line };
        table.AddColumn(Column.Text("run").NoWrap().Width(nameWidth));
        foreach (var column in columns) table.AddColumn(column.IsRightAligned ? Column.Number(column.Head) : Column.Text(column.Head).NoWrap());
        foreach (var run in runs) table.AddRow([new Text(OneLine.EndOf(run.Name, nameWidth)), .. columns.Select(column => column.Of(run))]);
        return table;
    }

    // A column takes its gap beside its widest cell.
    private static List<WatchColumn> Fitting(List<WatchedRun> runs, int width, out int nameWidth)
    {
        var columns = WatchColumn.All.ToList();
        int Rest() => width - Gap - columns.Sum(column => 1 + Gap + Math.Max(column.Head.Length, runs.Max(run => column.Text(run).Length)));
        while (Rest() < ShortestName && columns.MaxBy(column => column.Rank) is { Rank: > 0 } least) columns.Remove(least);
        nameWidth = Math.Clamp(Rest(), 4, Math.Max(4, runs.Max(run => run.Name.Length)));
        return columns;
    }

    /// <summary>How many runs are in which state, and how many are not shown.</summary>
    /// <param name="hidden">For want of lines.</param>
    public static string Foot(IReadOnlyList<WatchedRun> runs, int hidden, int passedOver)
    {
        var counts = runs.GroupBy(run => run.StateName).OrderByDescending(group => group.First().IsRunning).Select(group => $"{group.Count()} {group.Key}");
        string[] parts =
        [
            runs.Count == 0 ? "no run is running" : string.Join(", ", counts),
            .. hidden > 0 ? [$"and {hidden} more, for which there are no lines"] : Array.Empty<string>(),
            .. passedOver > 0 ? [$"{passedOver} that had ended before (--all shows them)"] : Array.Empty<string>(),
        ];
        return string.Join("; ", parts);
    }
}
