using Alma.Runs.Drift;
using Alma.Runs.Metrics;

namespace Alma.Experiments;

/// <summary>What is known of a megabatch before it is learned from; its rows come before all others of it.</summary>
/// <param name="Megabatch">From 0.</param>
/// <param name="Warnings">A sentence each.</param>
public sealed record ArrivalNotes(int Megabatch, IReadOnlyList<MetricRow> Rows, IReadOnlyList<string> Warnings)
{
    /// <summary>Those of a report on a dump.</summary>
    public static ArrivalNotes Of(ArrivalReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new(
            report.Megabatch, [.. RowsOf(report)], [.. report.Warnings.Select(warning => $"dump {report.Dump}: {warning}")]);
    }

    private static IEnumerable<MetricRow> RowsOf(ArrivalReport report)
    {
        MetricRow Row(string name, double value) => new(report.Megabatch, Splits.Test, report.Megabatch, name, value);
        if (report.Error is { } error) yield return Row(MetricNames.ArrivalError, error);
        if (report.ReferenceError is { } reference) yield return Row(MetricNames.ArrivalReferenceError, reference);
        if (report.DuplicateShare is { } share) yield return Row(MetricNames.ArrivalDuplicates, share);
        foreach (var test in report.Tests)
        {
            if (test.Stability is { } index) yield return Row(MetricNames.DriftIndex(test.Name), index);
            yield return Row(MetricNames.DriftProbability(test.Name), test.Probability);
        }

        yield return Row(MetricNames.ArrivalWarnings, report.Warnings.Count);
    }
}
