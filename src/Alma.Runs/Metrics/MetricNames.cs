namespace Alma.Runs.Metrics;

/// <summary>The values of <see cref="MetricRow.Name"/>, with the splits they occur in and what the step counts there.</summary>
public static class MetricNames
{
    // Train: step is the iteration within the megabatch. Validation: the epoch. Test: the megabatch.
    public const string Loss = "loss";
    public const string Accuracy = "accuracy";

    // Train; step is the epoch.
    public const string EpochLoss = "epoch_loss";
    public const string EpochAccuracy = "epoch_accuracy";
    public const string EpochSeconds = "epoch_seconds";

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

    // Cost of this megabatch; step is the megabatch.
    public const string MultiplyAddsTrainForward = "multiply_adds_train_forward";
    public const string MultiplyAddsTrainBackward = "multiply_adds_train_backward";
    public const string MultiplyAddsValidate = "multiply_adds_validate";
    public const string MultiplyAddsSelect = "multiply_adds_select";
    public const string MultiplyAddsEvaluate = "multiply_adds_evaluate";
    public const string Epochs = "epochs";
    public const string TrainingExamples = "training_examples";
    public const string UpdateSeconds = "update_seconds";
    public const string EvaluateSeconds = "evaluate_seconds";

    // Cost of all megabatches so far, for all purposes; step is the megabatch.
    public const string CumulativeMultiplyAdds = "cumulative_multiply_adds";

    // Cost of holding the model after this megabatch; step is the megabatch.
    public const string Parameters = "parameters";
    public const string BytesToPredict = "bytes_to_predict";

    // What the names made by ExpertUsage begin with.
    public const string ExpertUsagePrefix = "expert_usage/";

    /// <summary>Test; step is the megabatch: the mean gate weight of one leaf expert of a mixture layer.</summary>
    /// <param name="layer">The layer's name in the network, for example <c>layers.1</c>.</param>
    /// <param name="path">Child indexes from the root of the layer's tree, for example <c>0.1</c>; empty for an only expert.</param>
    public static string ExpertUsage(string layer, string path) => $"{ExpertUsagePrefix}{layer}/{path}";
}
