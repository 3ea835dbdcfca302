using Alma.Reports.Tables;
using Alma.Runs;

namespace Alma.Reports.Watching;

/// <summary>Which columns of the watch screen there is room for.</summary>
internal static class WatchColumns
{
    private const int ShortestName = 16;
    private const int LeastName = 4;
    private const int Gap = 2;

    /// <returns>Null where even those that are never left out have no room.</returns>
    public static IReadOnlyList<WatchColumn>? Fitting(IReadOnlyList<WatchedRun> runs, int width)
    {
        var columns = WatchColumn.All.ToList();
        while (RoomForNames(columns, runs, width) < ShortestName && columns.MaxBy(column => column.Rank) is { Rank: > 0 } least)
            columns.Remove(least);
        return RoomForNames(columns, runs, width) is >= LeastName and var room
            && OneLine.CanTellApart([.. runs.Select(run => run.Name)], room)
            ? columns
            : null;
    }

    // A column takes its gap beside its widest cell.
    private static int RoomForNames(IReadOnlyList<WatchColumn> columns, IReadOnlyList<WatchedRun> runs, int width) =>
        width - Gap - columns.Sum(
            column =>
                1 + Gap + Math.Max(OneLine.Width(column.Head), runs.Select(run => OneLine.Width(column.Text(run))).DefaultIfEmpty().Max()));

    /// <summary>What is said of the columns that have no room.</summary>
    public static string[] HiddenColumns(IReadOnlyList<WatchColumn> columns) =>
        WatchColumn.All.Except(columns).Select(column => column.Head).Where(head => head.Length > 0).ToList() is { Count: > 0 } heads
            ? [$"no room for: {string.Join(", ", heads)}"]
            : [];

    /// <param name="columns">Null where there is no room for a table.</param>
    public static ConsoleTable Table(IReadOnlyList<WatchColumn>? columns, IReadOnlyList<WatchedRun> runs, int width)
    {
        var shown = columns ?? WatchColumn.All;
        var names = columns is null ? null : OneLine.Names([.. runs.Select(run => run.Name)], RoomForNames(columns, runs, width));
        return new ConsoleTable(
            [
                ConsoleColumn.Word("run"),
                .. shown.Select(column => column.IsRightAligned ? ConsoleColumn.Number(column.Head) : ConsoleColumn.Word(column.Head))
            ],
            [.. runs.Select(run => (ConsoleCell[])[names?[run.Name] ?? run.Name, .. shown.Select(column => column.Of(run))])]);
    }

    /// <summary>How many lines a run takes where it has them to itself.</summary>
    public static int LinesOf(WatchedRun run, int width) =>
        1 + LineWrap.Of($"run: {PrintableText.Line(run.Name)}", width).Count
        + WatchColumn.All.Where(column => column.Head.Length > 0)
            .Sum(column => LineWrap.Of($"{column.Head}: {PrintableText.Line(column.Text(run))}", width).Count);
}
