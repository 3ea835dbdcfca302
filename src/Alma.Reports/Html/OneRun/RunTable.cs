using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>A row for each megabatch.</summary>
internal static class RunTable
{
    private static readonly string[] columns =
        ["megabatch#", "error#", "loss#", "cumulative error#", "average error#", "epochs#", "multiply-adds#", "so far#", "parameters#", "peak memory#", "time#"];

    public static Markup Of(RunSummary run) => HtmlTable.Of("Every megabatch with its errors and costs", columns, run.Megabatches.Select(Cells));

    private static string[] Cells(MegabatchSummary megabatch) =>
    [
        Units.Count(megabatch.Megabatch),
        Units.Percent(megabatch.Error),
        Units.Plain(megabatch.Loss),
        Units.Plain(megabatch.CumulativeError),
        Units.Percent(megabatch.AverageError),
        Units.Count(megabatch.Epochs),
        Units.Magnitude(megabatch.MultiplyAdds.Total),
        Units.Magnitude(megabatch.CumulativeMultiplyAdds),
        Units.Count(megabatch.Parameters),
        Units.Bytes(megabatch.PeakResidentBytes),
        Units.Duration(megabatch.UpdateSeconds + (megabatch.EvaluateSeconds ?? 0)),
    ];
}
