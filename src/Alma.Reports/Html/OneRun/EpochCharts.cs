using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>The epochs of a run on one axis. Of very many, every so many-th is kept, and the last of each megabatch.</summary>
internal sealed record EpochCharts(
    IReadOnlyList<int> Positions,
    IReadOnlyList<int> Megabatches,
    IReadOnlyList<double?> TrainingLoss,
    IReadOnlyList<double?> TrainingAccuracy,
    IReadOnlyList<double?> ValidationLoss,
    IReadOnlyList<double?> ValidationAccuracy)
{
    private const int MaxPoints = 4000;

    public static EpochCharts Of(IReadOnlyList<EpochSummary> epochs)
    {
        var stride = (epochs.Count + MaxPoints - 1) / MaxPoints;
        List<int> kept = [.. Enumerable.Range(0, epochs.Count)
            .Where(k => k % stride == 0 || k == epochs.Count - 1 || epochs[k].Megabatch != epochs[k + 1].Megabatch)];
        return new EpochCharts(
            kept,
            [.. kept.Select(k => epochs[k].Megabatch)],
            [.. kept.Select(k => epochs[k].TrainingLoss)],
            [.. kept.Select(k => epochs[k].TrainingAccuracy)],
            [.. kept.Select(k => epochs[k].ValidationLoss)],
            [.. kept.Select(k => epochs[k].ValidationAccuracy)]);
    }
}
