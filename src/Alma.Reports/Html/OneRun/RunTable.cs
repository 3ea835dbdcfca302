using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>A row for each megabatch.</summary>
internal static class RunTable
{
    private static readonly MegabatchFigure[] figures =
    [
        MegabatchFigure.Error, MegabatchFigure.Loss, MegabatchFigure.CumulativeError, MegabatchFigure.AverageError, MegabatchFigure.Epochs,
        MegabatchFigure.MultiplyAdds, MegabatchFigure.CumulativeMultiplyAdds, MegabatchFigure.Parameters, MegabatchFigure.PeakMemory,
        MegabatchFigure.Seconds,
    ];

    private static readonly string[] columns = ["megabatch#", .. figures.Select(figure => $"{Head(figure)}#")];

    public static Markup Of(RunSummary run) =>
        HtmlTable.Of("Every megabatch with its errors and costs", columns, run.Megabatches.Select(Cells));

    // It stands beside the multiply-adds of the megabatch.
    private static string Head(MegabatchFigure figure) => figure == MegabatchFigure.CumulativeMultiplyAdds ? "so far" : figure.Metric.Title;

    private static string[] Cells(MegabatchSummary megabatch) =>
        [Units.Count(megabatch.Megabatch), .. figures.Select(figure => figure.Format(megabatch))];
}
