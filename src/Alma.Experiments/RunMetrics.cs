using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Metrics;
using Alma.Learning.Streams;
using Alma.Runs.Metrics;

namespace Alma.Experiments;

/// <summary>Follows the anytime metrics of a run and says them as rows for its log.</summary>
public sealed class RunMetrics(AnytimeMetrics start)
{
    public AnytimeMetrics Current { get; private set; } = start;

    /// <summary>Takes in what came of a megabatch.</summary>
    /// <returns>Its rows, but those of time, in the order in which they are logged.</returns>
    public IReadOnlyList<MetricRow> Observe(Megabatch megabatch, EvaluationResult result, LearnerCost cost)
    {
        Current = Current.Observe(result.Score.Accuracy, cost.Compute + result.Cost);
        return [.. TrainingRows(megabatch.Index, cost), .. TestRows(megabatch.Index, result), .. CostRows(megabatch.Index, result, cost)];
    }

    private static IEnumerable<MetricRow> TrainingRows(int megabatch, LearnerCost cost) =>
    [
        new(megabatch, Splits.Train, 0, MetricNames.ModelParams, cost.Parameters),
        new(megabatch, Splits.Train, 0, MetricNames.OneSampleMegaflop, cost.MultiplyAddsPerExample / 1e6),
        new(megabatch, Splits.Train, 0, MetricNames.TotalMegaflops, cost.Compute.TrainForward / 1e6),
        new(megabatch, Splits.Validation, 0, MetricNames.BestAccuracy, cost.BestValidationAccuracy),
        new(megabatch, Splits.Validation, 0, MetricNames.BestEpoch, cost.BestEpoch),
    ];

    private IEnumerable<MetricRow> TestRows(int megabatch, EvaluationResult result)
    {
        yield return new(megabatch, Splits.Test, megabatch, MetricNames.Accuracy, result.Score.Accuracy);
        yield return new(megabatch, Splits.Test, megabatch, MetricNames.Loss, result.Score.Loss);
        yield return new(megabatch, Splits.Test, megabatch, MetricNames.Error, Current.Error);
        yield return new(megabatch, Splits.Test, megabatch, MetricNames.CumulativeError, Current.CumulativeError);
        yield return new(megabatch, Splits.Test, megabatch, MetricNames.AverageError, Current.AverageError);
        foreach (var share in result.ExpertShares)
            yield return new(megabatch, Splits.Test, megabatch, MetricNames.ExpertUsage(share.MixtureName, share.Path.ToString()), share.MeanWeight);
    }

    private IEnumerable<MetricRow> CostRows(int megabatch, EvaluationResult result, LearnerCost cost)
    {
        var compute = cost.Compute + result.Cost;
        (string Name, double Value)[] values =
        [
            (MetricNames.MultiplyAddsTrainForward, compute.TrainForward),
            (MetricNames.MultiplyAddsTrainBackward, compute.TrainBackward),
            (MetricNames.MultiplyAddsValidate, compute.Validate),
            (MetricNames.MultiplyAddsSelect, compute.Select),
            (MetricNames.MultiplyAddsEvaluate, compute.Evaluate),
            (MetricNames.CumulativeMultiplyAdds, Current.CumulativeCost.Total),
            (MetricNames.Parameters, cost.Parameters),
            (MetricNames.BytesToPredict, cost.BytesToPredict),
            (MetricNames.Epochs, cost.EpochCount),
            (MetricNames.TrainingExamples, cost.TrainingExamples),
        ];
        return values.Select(value => new MetricRow(megabatch, Splits.Cost, megabatch, value.Name, value.Value));
    }
}
