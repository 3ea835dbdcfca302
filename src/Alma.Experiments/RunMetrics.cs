using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Metrics;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Runs.Metrics;

namespace Alma.Experiments;

/// <summary>Follows the anytime metrics of a run and says them as rows for its log.</summary>
/// <param name="budget">What each update may spend; null for as much as it likes.</param>
public sealed class RunMetrics(AnytimeMetrics start, BudgetOptions? budget)
{
    public AnytimeMetrics Current { get; private set; } = start;

    /// <summary>Takes in what came of a megabatch.</summary>
    /// <returns>Its rows, but those of time, in the order in which they are logged.</returns>
    public IReadOnlyList<MetricRow> Observe(
        Megabatch megabatch, EvaluationResult result, IReadOnlyList<TaskResult> further, LearnerCost cost)
    {
        var compute = further.Aggregate(cost.Compute + result.Cost, (sum, task) => sum + task.Result.Cost);
        Current = Current.Observe(result.Score.Accuracy, compute);
        return
        [
            .. TrainingRows(megabatch.Index, cost),
            .. TestRows(megabatch.Index, result),
            .. further.SelectMany(task => TaskRows(megabatch.Index, task)),
            .. CostRows(megabatch.Index, compute, cost),
        ];
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
        for (var label = 0; label < result.ClassAccuracies.Count; label++)
            yield return new(megabatch, Splits.Test, megabatch, MetricNames.ClassAccuracy(label), result.ClassAccuracies[label]);
        foreach (var row in ConfusionRows(megabatch, result).Concat(MemberRows(megabatch, result.Members))) yield return row;
        foreach (var share in result.ExpertShares)
            yield return new(
                megabatch, Splits.Test, megabatch, MetricNames.ExpertUsage(share.MixtureName, share.Path.ToString()), share.MeanWeight);
    }

    private static IEnumerable<MetricRow> TaskRows(int megabatch, TaskResult task) =>
    [
        new(megabatch, Splits.Test, megabatch, MetricNames.OfTask(task.Task, MetricNames.Accuracy), task.Result.Score.Accuracy),
        new(megabatch, Splits.Test, megabatch, MetricNames.OfTask(task.Task, MetricNames.Loss), task.Result.Score.Loss),
    ];

    // Only what happened: most pairs of classes are never confused.
    private static IEnumerable<MetricRow> ConfusionRows(int megabatch, EvaluationResult result) =>
        from label in Enumerable.Range(0, result.Confusion.Count)
        from choice in Enumerable.Range(0, result.Confusion.Count)
        where result.Confusion[label][choice] > 0
        select new MetricRow(megabatch, Splits.Test, megabatch, MetricNames.Confusion(label, choice), result.Confusion[label][choice]);

    private static IEnumerable<MetricRow> MemberRows(int megabatch, MemberResults? members)
    {
        if (members is null) yield break;
        for (var k = 0; k < members.Accuracies.Count; k++)
            yield return new(megabatch, Splits.Test, megabatch, MetricNames.MemberAccuracy(k), members.Accuracies[k]);
        yield return new(megabatch, Splits.Test, megabatch, MetricNames.OracleAccuracy, members.OracleAccuracy);
        yield return new(megabatch, Splits.Test, megabatch, MetricNames.Agreement, members.Agreement);
        for (var k = 0; k < members.PredictionDepths.Count; k++)
            yield return new(megabatch, Splits.Test, k + 1, MetricNames.PredictionDepth, members.PredictionDepths[k]);
    }

    private IEnumerable<MetricRow> CostRows(int megabatch, ComputeCost compute, LearnerCost cost)
    {
        (string Name, double? Value)[] values =
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
            (MetricNames.BudgetSeconds, budget?.Seconds),
            (MetricNames.BudgetMultiplyAdds, budget?.MultiplyAdds),
            (MetricNames.BudgetExamples, budget?.Examples),
        ];
        foreach (var (name, value) in values)
            if (value is { } known) yield return new(megabatch, Splits.Cost, megabatch, name, known);
    }
}
