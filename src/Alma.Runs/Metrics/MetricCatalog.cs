using static Alma.Runs.Metrics.MetricDirection;

namespace Alma.Runs.Metrics;

/// <summary>
/// What is measured of runs: each metric that has one name, with its split, unit, title and direction. Summaries, tables, queries, plots
/// and pages refer to these. Left out are families of metrics, whose names <see cref="MetricNames"/> makes.
/// </summary>
public static class MetricCatalog
{
    public static Metric TrainLoss { get; } = new(MetricNames.Loss, Splits.Train, MetricUnit.Nats, "training loss", Less);
    public static Metric TrainAccuracy { get; } = new(MetricNames.Accuracy, Splits.Train, MetricUnit.Fraction, "training accuracy", More);
    public static Metric EpochLoss { get; } = new(MetricNames.EpochLoss, Splits.Train, MetricUnit.Nats, "training loss", Less);

    public static Metric EpochAccuracy { get; } =
        new(MetricNames.EpochAccuracy, Splits.Train, MetricUnit.Fraction, "training accuracy", More);

    public static Metric EpochSeconds { get; } = new(MetricNames.EpochSeconds, Splits.Train, MetricUnit.Seconds, "time of an epoch", Less);

    public static Metric EpochMultiplyAdds { get; } =
        new(MetricNames.EpochMultiplyAdds, Splits.Train, MetricUnit.MultiplyAdds, "multiply-adds of an epoch", Less);

    public static Metric ModelParams { get; } = new(MetricNames.ModelParams, Splits.Train, MetricUnit.Parameters, "parameters", Less);

    public static Metric OneSampleMegaflop { get; } =
        new(MetricNames.OneSampleMegaflop, Splits.Train, MetricUnit.Megaflops, "forward pass of an example", Less);

    public static Metric TotalMegaflops { get; } =
        new(MetricNames.TotalMegaflops, Splits.Train, MetricUnit.Megaflops, "forward passes of training", Less);

    public static Metric ValidationLoss { get; } = new(MetricNames.Loss, Splits.Validation, MetricUnit.Nats, "validation loss", Less);

    public static Metric ValidationAccuracy { get; } =
        new(MetricNames.Accuracy, Splits.Validation, MetricUnit.Fraction, "validation accuracy", More);

    public static Metric BestAccuracy { get; } =
        new(MetricNames.BestAccuracy, Splits.Validation, MetricUnit.Fraction, "best validation accuracy", More);

    public static Metric BestEpoch { get; } = new(MetricNames.BestEpoch, Splits.Validation, MetricUnit.Epochs, "best epoch", Neither);

    public static Metric TestLoss { get; } = new(MetricNames.Loss, Splits.Test, MetricUnit.Nats, "loss", Less) { LongTitle = "test loss" };

    public static Metric TestAccuracy { get; } =
        new(MetricNames.Accuracy, Splits.Test, MetricUnit.Fraction, "accuracy", More) { LongTitle = "test accuracy" };

    public static Metric Error { get; } =
        new(MetricNames.Error, Splits.Test, MetricUnit.Fraction, "error", Less) { LongTitle = "test error" };

    public static Metric CumulativeError { get; } =
        new(MetricNames.CumulativeError, Splits.Test, MetricUnit.SumOfFractions, "cumulative error", Less)
        { LongTitle = "cumulative test error" };

    public static Metric AverageError { get; } =
        new(MetricNames.AverageError, Splits.Test, MetricUnit.Fraction, "average error", Less) { LongTitle = "average test error" };

    public static Metric ArrivalError { get; } =
        new(MetricNames.ArrivalError, Splits.Test, MetricUnit.Fraction, "error before learning", Less);

    public static Metric ArrivalReferenceError { get; } =
        new(MetricNames.ArrivalReferenceError, Splits.Test, MetricUnit.Fraction, "error on earlier held-out examples", Less);

    public static Metric ArrivalDuplicates { get; } =
        new(MetricNames.ArrivalDuplicates, Splits.Test, MetricUnit.Fraction, "examples that came before", Neither);

    public static Metric ArrivalWarnings { get; } =
        new(MetricNames.ArrivalWarnings, Splits.Test, MetricUnit.Count, "warnings of a dump", Less);

    public static Metric OracleAccuracy { get; } =
        new(MetricNames.OracleAccuracy, Splits.Test, MetricUnit.Fraction, "at least one is right", More);

    public static Metric Agreement { get; } = new(MetricNames.Agreement, Splits.Test, MetricUnit.Fraction, "agreement", Neither);

    public static Metric PredictionDepth { get; } =
        new(MetricNames.PredictionDepth, Splits.Test, MetricUnit.Fraction, "settled predictions", Neither);

    public static Metric MultiplyAddsTrainForward { get; } =
        new(MetricNames.MultiplyAddsTrainForward, Splits.Cost, MetricUnit.MultiplyAdds, "train forward", Less);

    public static Metric MultiplyAddsTrainBackward { get; } =
        new(MetricNames.MultiplyAddsTrainBackward, Splits.Cost, MetricUnit.MultiplyAdds, "train backward", Less);

    public static Metric MultiplyAddsValidate { get; } =
        new(MetricNames.MultiplyAddsValidate, Splits.Cost, MetricUnit.MultiplyAdds, "validate", Less);

    public static Metric MultiplyAddsSelect { get; } =
        new(MetricNames.MultiplyAddsSelect, Splits.Cost, MetricUnit.MultiplyAdds, "select", Less);

    public static Metric MultiplyAddsEvaluate { get; } =
        new(MetricNames.MultiplyAddsEvaluate, Splits.Cost, MetricUnit.MultiplyAdds, "evaluate", Less);

    public static Metric CumulativeMultiplyAdds { get; } =
        new(MetricNames.CumulativeMultiplyAdds, Splits.Cost, MetricUnit.MultiplyAdds, "multiply-adds", Less)
        { LongTitle = "multiply-adds, all purposes" };

    public static Metric Epochs { get; } = new(MetricNames.Epochs, Splits.Cost, MetricUnit.Epochs, "epochs", Less);

    public static Metric TrainingExamples { get; } =
        new(MetricNames.TrainingExamples, Splits.Cost, MetricUnit.Examples, "training examples", Less);

    public static Metric BudgetSeconds { get; } =
        new(MetricNames.BudgetSeconds, Splits.Cost, MetricUnit.Seconds, "budget of time", Neither);

    public static Metric BudgetMultiplyAdds { get; } =
        new(MetricNames.BudgetMultiplyAdds, Splits.Cost, MetricUnit.MultiplyAdds, "budget of multiply-adds", Neither);

    public static Metric BudgetExamples { get; } =
        new(MetricNames.BudgetExamples, Splits.Cost, MetricUnit.Examples, "budget of examples", Neither);

    public static Metric PreparationSeconds { get; } =
        new(MetricNames.PreparationSeconds, Splits.Cost, MetricUnit.Seconds, "preparation", Less);

    public static Metric UpdateSeconds { get; } = new(MetricNames.UpdateSeconds, Splits.Cost, MetricUnit.Seconds, "update", Less);
    public static Metric EvaluateSeconds { get; } = new(MetricNames.EvaluateSeconds, Splits.Cost, MetricUnit.Seconds, "evaluate", Less);
    public static Metric Parameters { get; } = new(MetricNames.Parameters, Splits.Cost, MetricUnit.Parameters, "parameters", Less);

    public static Metric BytesToPredict { get; } =
        new(MetricNames.BytesToPredict, Splits.Cost, MetricUnit.Bytes, "memory to predict", Less) { ShortTitle = "held to predict" };

    /// <summary>Of all purposes together; of one megabatch.</summary>
    public static Metric MultiplyAdds { get; } = new("multiply_adds", null, MetricUnit.MultiplyAdds, "multiply-adds", Less);

    /// <summary>Of learning and evaluating together.</summary>
    public static Metric Seconds { get; } =
        new("seconds", null, MetricUnit.Seconds, "time", Less) { LongTitle = "time of learning and evaluating" };

    /// <summary>The most that the process has held, from the manifest.</summary>
    public static Metric PeakMemory { get; } =
        new("peak_memory", null, MetricUnit.Bytes, "peak memory", Less)
        { LongTitle = "peak memory of the process", ShortTitle = "peak of the process" };

    /// <summary>What the multiply-adds of a megabatch are spent on: these add up to <see cref="MultiplyAdds"/>.</summary>
    public static IReadOnlyList<Metric> Purposes { get; } =
        [MultiplyAddsTrainForward, MultiplyAddsTrainBackward, MultiplyAddsValidate, MultiplyAddsSelect, MultiplyAddsEvaluate];

    /// <summary>All that are rows of a run.</summary>
    public static IReadOnlyList<Metric> Rows { get; } =
    [
        TrainLoss, TrainAccuracy, EpochLoss, EpochAccuracy, EpochSeconds, EpochMultiplyAdds, ModelParams, OneSampleMegaflop, TotalMegaflops,
        ValidationLoss, ValidationAccuracy, BestAccuracy, BestEpoch,
        TestAccuracy, TestLoss, Error, CumulativeError, AverageError, OracleAccuracy, Agreement, PredictionDepth,
        ArrivalError, ArrivalReferenceError, ArrivalDuplicates, ArrivalWarnings,
        .. Purposes, CumulativeMultiplyAdds, Parameters, BytesToPredict, Epochs, TrainingExamples,
        BudgetSeconds, BudgetMultiplyAdds, BudgetExamples,
        UpdateSeconds, PreparationSeconds, EvaluateSeconds,
    ];
}
