using System.Globalization;
using Alma.Runs.Experts;
using Alma.Runs.Metrics;
using Alma.Runs.Mistakes;

namespace Alma.Reports.Summary;

/// <summary>What the evaluation after one megabatch says beyond its summary. What does not apply to the model is empty.</summary>
/// <param name="Megabatch">Zero-based.</param>
/// <param name="Confusion">Test examples by class and by the class they were taken for, where there are any.</param>
/// <param name="MemberAccuracies">Of each network alone, in the order in which they came.</param>
/// <param name="OracleAccuracy">The part of the test set that at least one network gets right.</param>
/// <param name="Agreement">The part of the networks that choose as the learner does.</param>
/// <param name="Experts">The mixture layers.</param>
/// <param name="Worst">The worst misclassified images; null where the run kept none.</param>
public sealed record MegabatchDetails(
    int Megabatch,
    IReadOnlyList<ConfusionCell> Confusion,
    IReadOnlyList<double> MemberAccuracies,
    double? OracleAccuracy,
    double? Agreement,
    IReadOnlyList<LayerExperts> Experts,
    WorstImages? Worst)
{
    internal static MegabatchDetails Of(int megabatch, IReadOnlyList<MetricRow> rows, WorstImages? worst)
    {
        var values = new MetricValues(rows);
        return new MegabatchDetails(
            megabatch,
            [.. rows.Where(row => row.Split == Splits.Test).Select(Cell).OfType<ConfusionCell>()],
            [.. rows.Where(IsOfAMember).Select(row => row.Value)],
            values[MetricCatalog.OracleAccuracy],
            values[MetricCatalog.Agreement],
            LayerExperts.Of(rows),
            worst);
    }

    private static bool IsOfAMember(MetricRow row) =>
        row.Split == Splits.Test && row.Name.StartsWith(MetricNames.MemberAccuracyPrefix, StringComparison.Ordinal);

    private static ConfusionCell? Cell(MetricRow row) =>
        row.Name.StartsWith(MetricNames.ConfusionPrefix, StringComparison.Ordinal)
        && row.Name[MetricNames.ConfusionPrefix.Length..].Split('/') is [var label, var choice]
        && int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
        && int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out var j)
            ? new ConfusionCell(i, j, (long)row.Value)
            : null;
}

/// <summary>How many test examples of a class were taken for another, or for itself.</summary>
/// <param name="Label">The examples' class.</param>
/// <param name="Choice">The class they were taken for.</param>
public sealed record ConfusionCell(int Label, int Choice, long Count);
