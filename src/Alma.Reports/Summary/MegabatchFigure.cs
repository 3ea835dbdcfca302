using Alma.Runs.Metrics;

namespace Alma.Reports.Summary;

/// <summary>A number that a megabatch's summary has, and the metric that it is.</summary>
/// <param name="Of">Null where it was not measured.</param>
internal sealed record MegabatchFigure(Metric Metric, Func<MegabatchSummary, double?> Of)
{
    public static MegabatchFigure Error { get; } = new(MetricCatalog.Error, megabatch => megabatch.Error);
    public static MegabatchFigure ArrivalError { get; } = new(MetricCatalog.ArrivalError, megabatch => megabatch.ArrivalError);

    public static MegabatchFigure ArrivalReferenceError { get; } =
        new(MetricCatalog.ArrivalReferenceError, megabatch => megabatch.ArrivalReferenceError);

    public static MegabatchFigure CumulativeError { get; } = new(MetricCatalog.CumulativeError, megabatch => megabatch.CumulativeError);
    public static MegabatchFigure AverageError { get; } = new(MetricCatalog.AverageError, megabatch => megabatch.AverageError);
    public static MegabatchFigure Accuracy { get; } = new(MetricCatalog.TestAccuracy, megabatch => megabatch.Accuracy);
    public static MegabatchFigure Loss { get; } = new(MetricCatalog.TestLoss, megabatch => megabatch.Loss);
    public static MegabatchFigure Epochs { get; } = new(MetricCatalog.Epochs, megabatch => megabatch.Epochs);
    public static MegabatchFigure MultiplyAdds { get; } = new(MetricCatalog.MultiplyAdds, megabatch => megabatch.MultiplyAdds.Total);

    public static MegabatchFigure CumulativeMultiplyAdds { get; } =
        new(MetricCatalog.CumulativeMultiplyAdds, megabatch => megabatch.CumulativeMultiplyAdds);

    public static MegabatchFigure Parameters { get; } = new(MetricCatalog.Parameters, megabatch => megabatch.Parameters);
    public static MegabatchFigure BytesToPredict { get; } = new(MetricCatalog.BytesToPredict, megabatch => megabatch.BytesToPredict);
    public static MegabatchFigure PeakMemory { get; } = new(MetricCatalog.PeakMemory, megabatch => megabatch.PeakResidentBytes);

    public static MegabatchFigure Seconds { get; } =
        new(MetricCatalog.Seconds, megabatch => megabatch.UpdateSeconds + (megabatch.EvaluateSeconds ?? 0));

    /// <summary>Multiply-adds by what they were spent on.</summary>
    public static IReadOnlyList<MegabatchFigure> Purposes { get; } =
    [
        new(MetricCatalog.MultiplyAddsTrainForward, megabatch => megabatch.MultiplyAdds.TrainForward),
        new(MetricCatalog.MultiplyAddsTrainBackward, megabatch => megabatch.MultiplyAdds.TrainBackward),
        new(MetricCatalog.MultiplyAddsValidate, megabatch => megabatch.MultiplyAdds.Validate),
        new(MetricCatalog.MultiplyAddsSelect, megabatch => megabatch.MultiplyAdds.Select),
        new(MetricCatalog.MultiplyAddsEvaluate, megabatch => megabatch.MultiplyAdds.Evaluate),
    ];

    /// <summary>The parts of <see cref="Seconds"/>.</summary>
    public static IReadOnlyList<MegabatchFigure> Times { get; } =
    [
        new(MetricCatalog.UpdateSeconds, megabatch => megabatch.UpdateSeconds),
        new(MetricCatalog.EvaluateSeconds, megabatch => megabatch.EvaluateSeconds),
    ];

    /// <summary>The number as people read it.</summary>
    public string Format(MegabatchSummary megabatch) => Units.In(UnitStyles.InText(Metric.Unit), Of(megabatch));
}
