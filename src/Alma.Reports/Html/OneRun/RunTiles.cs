using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>The numbers that a run comes to.</summary>
internal static class RunTiles
{
    public static Markup Of(RunSummary run)
    {
        if (run.Last is not { } last) return Markup.Empty;
        return Figure.Tiles(
            Figure.Tile("Error at the end", Units.Percent(last.Error), $"after the first {Units.Percent(run.Megabatches[0].Error)}"),
            Figure.Tile("Average error", Units.Percent(last.AverageError), $"cumulative error {Units.Plain(last.CumulativeError)}"),
            Figure.Tile("Multiply-adds", Units.Magnitude(last.CumulativeMultiplyAdds), "all purposes, all megabatches"),
            Figure.Tile("Time", Units.Duration(run.Seconds), $"{run.Manifest.Device ?? "device unknown"}, {Threads(run.Manifest.Threads)}"),
            Figure.Tile("Parameters", Units.Count(last.Parameters), $"{Units.Bytes(last.BytesToPredict)} to predict"),
            Figure.Tile("Peak memory", Units.Bytes(run.PeakResidentBytes), "of the process, data included"));
    }

    private static string Threads(int? count) => count switch { null => "threads unknown", 1 => "1 thread", _ => $"{count} threads" };
}
