using System.Globalization;

namespace Alma.Runs.Metrics;

/// <summary>
/// The values of <see cref="MetricRow.Name"/>, with the splits they occur in and what the step counts there.
/// <see cref="MetricCatalog"/> says what they are.
/// </summary>
public static class MetricNames
{
    // Train: step is the iteration within the megabatch. Validation: the epoch. Test: the megabatch.
    public const string Loss = "loss";
    public const string Accuracy = "accuracy";

    // Train; step is the epoch.
    public const string EpochLoss = "epoch_loss";
    public const string EpochAccuracy = "epoch_accuracy";
    public const string EpochSeconds = "epoch_seconds";
    public const string EpochMultiplyAdds = "epoch_multiply_adds";

    // Train; step is 0. These three are counted as the Python project counts them.
    public const string ModelParams = "model_params";
    public const string OneSampleMegaflop = "one_sample_megaflop";
    public const string TotalMegaflops = "total_megaflops";

    // Validation; step is 0.
    public const string BestAccuracy = "best_accuracy";
    public const string BestEpoch = "best_epoch";

    // Test; step is the megabatch.
    public const string Error = "error";
    public const string CumulativeError = "cumulative_error";
    public const string AverageError = "average_error";

    // Test, for a learner of several networks; step is the megabatch.
    public const string OracleAccuracy = "oracle_accuracy";
    public const string Agreement = "agreement";

    // Test, for boosting; step is a number of members: the part of the examples whose prediction is settled by that many.
    public const string PredictionDepth = "prediction_depth";

    // What the names made by OfTask begin with.
    public const string TaskPrefix = "task_";

    // What the names made by ClassAccuracy begin with.
    public const string ClassAccuracyPrefix = "class_accuracy/";

    // What the names made by Confusion begin with.
    public const string ConfusionPrefix = "confusion/";

    // Cost of this megabatch; step is the megabatch.
    public const string MultiplyAddsTrainForward = "multiply_adds_train_forward";
    public const string MultiplyAddsTrainBackward = "multiply_adds_train_backward";
    public const string MultiplyAddsValidate = "multiply_adds_validate";
    public const string MultiplyAddsSelect = "multiply_adds_select";
    public const string MultiplyAddsEvaluate = "multiply_adds_evaluate";
    public const string Epochs = "epochs";
    public const string TrainingExamples = "training_examples";
    public const string BudgetSeconds = "budget_seconds";
    public const string BudgetMultiplyAdds = "budget_multiply_adds";
    public const string BudgetExamples = "budget_examples";
    public const string PreparationSeconds = "preparation_seconds";
    public const string UpdateSeconds = "update_seconds";
    public const string EvaluateSeconds = "evaluate_seconds";

    // Cost of all megabatches so far, for all purposes; step is the megabatch.
    public const string CumulativeMultiplyAdds = "cumulative_multiply_adds";

    // Cost of holding the model after this megabatch; step is the megabatch.
    public const string Parameters = "parameters";
    public const string BytesToPredict = "bytes_to_predict";

    // Test, of runs that are kept: of a dump before it is learned from; step is the megabatch.
    public const string ArrivalError = "arrival_error";
    public const string ArrivalReferenceError = "arrival_reference_error";
    public const string ArrivalDuplicates = "arrival_duplicates";
    public const string ArrivalWarnings = "arrival_warnings";

    // What the names made by DriftIndex and DriftProbability begin with.
    public const string DriftIndexPrefix = "drift_psi/";
    public const string DriftProbabilityPrefix = "drift_p/";

    // What the names made by MemberAccuracy begin with.
    public const string MemberAccuracyPrefix = "member_accuracy/";

    // What the names made by ExpertUsage begin with.
    public const string ExpertUsagePrefix = "expert_usage/";

    /// <summary>Test; step is the megabatch: accuracy or loss on a further task of the evaluation, from 1.</summary>
    public static string OfTask(int task, string name) => string.Create(CultureInfo.InvariantCulture, $"{TaskPrefix}{task}/{name}");

    /// <summary>Test; step is the megabatch: the accuracy on the examples of a class.</summary>
    public static string ClassAccuracy(int label) => string.Create(CultureInfo.InvariantCulture, $"{ClassAccuracyPrefix}{label}");

    /// <summary>The number of the class that a name made by <see cref="ClassAccuracy"/> is of; null for other names.</summary>
    public static int? ClassOfAccuracy(string name) =>
        name.StartsWith(ClassAccuracyPrefix, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(ClassAccuracyPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var label)
            ? label
            : null;

    /// <summary>
    /// Test; step is the megabatch: how many examples of a class were taken for another, or for itself; left out where none were.
    /// </summary>
    public static string Confusion(int label, int choice) =>
        string.Create(CultureInfo.InvariantCulture, $"{ConfusionPrefix}{label}/{choice}");

    /// <summary>Test; step is the megabatch: how far a distribution of an arriving dump is from that of earlier ones.</summary>
    /// <param name="what">What is tested, for example <c>classes</c> or <c>feature/age</c>.</param>
    public static string DriftIndex(string what) => DriftIndexPrefix + what;

    /// <summary>Test; step is the megabatch: how probable so large a difference is where nothing has changed.</summary>
    /// <inheritdoc cref="DriftIndex" path="/param"/>
    public static string DriftProbability(string what) => DriftProbabilityPrefix + what;

    /// <summary>Test; step is the megabatch: the accuracy of one network alone, in the order in which they came.</summary>
    public static string MemberAccuracy(int member) => string.Create(CultureInfo.InvariantCulture, $"{MemberAccuracyPrefix}{member}");

    /// <summary>Test; step is the megabatch: the mean gate weight of one leaf expert of a mixture layer.</summary>
    /// <param name="layer">The layer's name in the network, for example <c>layers.1</c>.</param>
    /// <param name="path">Child indexes from the root of the layer's tree, for example <c>0.1</c>; empty for an only expert.</param>
    public static string ExpertUsage(string layer, string path) => $"{ExpertUsagePrefix}{layer}/{path}";
}
