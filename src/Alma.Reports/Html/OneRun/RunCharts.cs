using Alma.Reports.Summary;

namespace Alma.Reports.Html.OneRun;

/// <summary>What the page's script draws of one run. Lists over megabatches have one place for each that was evaluated.</summary>
internal sealed record RunCharts
{
    public required IReadOnlyList<int> Megabatches { get; init; }

    public required IReadOnlyList<double?> Error { get; init; }

    public required IReadOnlyList<double?> Loss { get; init; }

    public required IReadOnlyList<double?> CumulativeError { get; init; }

    public required IReadOnlyList<double?> CumulativeMultiplyAdds { get; init; }

    /// <summary>By purpose: train forward, train backward, validate, select, evaluate.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Purposes { get; init; }

    public required IReadOnlyList<long?> Parameters { get; init; }

    public required IReadOnlyList<long?> Bytes { get; init; }

    public required IReadOnlyList<long?> Peak { get; init; }

    public required IReadOnlyList<double?> UpdateSeconds { get; init; }

    public required IReadOnlyList<double?> EvaluateSeconds { get; init; }

    public required EpochCharts Epochs { get; init; }

    public required IReadOnlyList<MegabatchStage> Stages { get; init; }

    public static RunCharts Of(RunDetails run)
    {
        var megabatches = run.Summary.Megabatches;
        return new RunCharts
        {
            Megabatches = [.. megabatches.Select(megabatch => megabatch.Megabatch)],
            Error = [.. megabatches.Select(megabatch => megabatch.Error)],
            Loss = [.. megabatches.Select(megabatch => megabatch.Loss)],
            CumulativeError = [.. megabatches.Select(megabatch => megabatch.CumulativeError)],
            CumulativeMultiplyAdds = [.. megabatches.Select(megabatch => megabatch.CumulativeMultiplyAdds)],
            Purposes = [.. purposes.Select(purpose => megabatches.Select(megabatch => purpose(megabatch.MultiplyAdds)).ToList())],
            Parameters = [.. megabatches.Select(megabatch => megabatch.Parameters)],
            Bytes = [.. megabatches.Select(megabatch => megabatch.BytesToPredict)],
            Peak = [.. megabatches.Select(megabatch => megabatch.PeakResidentBytes)],
            UpdateSeconds = [.. megabatches.Select(megabatch => megabatch.UpdateSeconds)],
            EvaluateSeconds = [.. megabatches.Select(megabatch => megabatch.EvaluateSeconds)],
            Epochs = EpochCharts.Of(run.Epochs),
            Stages = MegabatchStage.Of(run.Megabatches),
        };
    }

    private static readonly Func<MultiplyAdds, double?>[] purposes =
        [cost => cost.TrainForward, cost => cost.TrainBackward, cost => cost.Validate, cost => cost.Select, cost => cost.Evaluate];
}
