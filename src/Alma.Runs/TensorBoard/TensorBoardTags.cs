using System.Globalization;
using Alma.Runs.Metrics;

namespace Alma.Runs.TensorBoard;

/// <summary>Maps metric rows to the Python project's TensorBoard tags where it has one, and adds curves over the megabatches.</summary>
public static class TensorBoardTags
{
    /// <summary>The tag under which the Python project shows a run's configuration.</summary>
    public const string Hyperparameters = "Hyperparameters";

    /// <summary>The tree of experts, as text; the step is the megabatch.</summary>
    public const string Experts = Splits.Test + "/experts";

    /// <summary>The test images of the largest loss, as a picture and in words; the step is the megabatch.</summary>
    public const string WorstMistakes = Splits.Test + "/worst_mistakes";

    /// <summary>Where a row is shown. Test accuracy and loss are shown twice: as the Python project does, and as a curve.</summary>
    public static IReadOnlyList<TensorBoardPoint> For(MetricRow row) => For(row, new ShownClasses([]));

    /// <summary>The same, of a run whose classes have names.</summary>
    internal static IReadOnlyList<TensorBoardPoint> For(MetricRow row, ShownClasses classes) => row.Split switch
    {
        Splits.Train => [new($"train_stage_{row.Megabatch}/{TrainTag(row.Name)}", row.Step)],
        Splits.Validation => [new($"train_stage_{row.Megabatch}/{ValidationTag(row.Name)}", row.Step)],
        Splits.Test when row.Name is MetricNames.Accuracy or MetricNames.Loss => [Evaluation(row), Curve(row)],
        Splits.Test when row.Name.StartsWith(MetricNames.TaskPrefix, StringComparison.Ordinal) => [FurtherEvaluation(row), Curve(row)],
        Splits.Test when row.Name == MetricNames.PredictionDepth => [new($"train_stage_{row.Megabatch}/model/prediction_depth", row.Step)],
        Splits.Test when MetricNames.ClassOfAccuracy(row.Name) is { } label =>
            [new($"{row.Split}/{MetricNames.ClassAccuracyPrefix}{classes.InTag(label)}", row.Step)],
        Splits.Test when row.Name.StartsWith(MetricNames.ConfusionPrefix, StringComparison.Ordinal) => [], // a matrix is no curve
        _ => [Curve(row)],
    };

    private static string TrainTag(string name) => name == MetricNames.EpochSeconds ? "training/one_epoch_time" : $"train/{name}";

    private static string ValidationTag(string name) =>
        name == MetricNames.BestAccuracy ? "train/best_validation_accuracy" : $"validation/{name}";

    /// <summary>The step is the evaluation task's index.</summary>
    private static TensorBoardPoint Evaluation(MetricRow row) => new($"evaluation_stage_{row.Megabatch}/{row.Name}", 0);

    // task_1/accuracy is the accuracy at step 1.
    private static TensorBoardPoint FurtherEvaluation(MetricRow row)
    {
        var parts = row.Name[MetricNames.TaskPrefix.Length..].Split('/');
        return new($"evaluation_stage_{row.Megabatch}/{parts[1]}", long.Parse(parts[0], CultureInfo.InvariantCulture));
    }

    private static TensorBoardPoint Curve(MetricRow row) => new($"{row.Split}/{row.Name}", row.Step);

    /// <summary>The tag of a metric's curve over the megabatches.</summary>
    internal static string Curve(Metric metric) => $"{metric.Split}/{metric.Name}";
}
