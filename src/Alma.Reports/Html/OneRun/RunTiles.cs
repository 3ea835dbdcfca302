using Alma.Reports.Comparison;
using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>The numbers that a run comes to.</summary>
internal static class RunTiles
{
    public static Markup Of(RunSummary run)
    {
        if (run.Last is not { } last) return Markup.Empty;
        Markup Tile(RunMeasure measure, string note) => Figure.Tile(Capital(measure.Title), measure.Format(measure.Of(run)), note);
        return Figure.Tiles(
            Tile(RunMeasure.Error, $"after the first {MegabatchFigure.Error.Format(run.Megabatches[0])}"),
            Tile(RunMeasure.AverageError, $"{RunMeasure.CumulativeError.Title} {MegabatchFigure.CumulativeError.Format(last)}"),
            Tile(RunMeasure.MultiplyAdds, "all purposes, all megabatches"),
            Tile(RunMeasure.Seconds, $"{run.Manifest.Device ?? "device unknown"}, {Threads(run.Manifest.Threads)}"),
            Tile(RunMeasure.Parameters, $"{MegabatchFigure.BytesToPredict.Format(last)} to predict"),
            Tile(RunMeasure.PeakMemory, "of the process, data included"));
    }

    private static string Capital(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";

    private static string Threads(int? count) => count switch { null => "threads unknown", 1 => "1 thread", _ => $"{count} threads" };
}
