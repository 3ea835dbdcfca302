using Alma.Runs.Metrics;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Alma.Runs.TensorBoard;

/// <summary>Encodes what TensorBoard's plugin for hyper-parameters reads of a run.</summary>
internal static class HyperParameterMessages
{
    /// <summary>What runs are compared by: tags of <see cref="TensorBoardTags"/>, of which the plugin takes the last value.</summary>
    private static readonly (Metric Metric, string Name, string Description)[] metrics =
    [
        (MetricCatalog.Error, MetricCatalog.Error.LongTitle, "after the last megabatch so far"),
        (MetricCatalog.CumulativeError, MetricCatalog.CumulativeError.Title, "the sum of test errors over the megabatches so far"),
        (MetricCatalog.AverageError, MetricCatalog.AverageError.Title, "their mean"),
        (MetricCatalog.CumulativeMultiplyAdds, MetricCatalog.CumulativeMultiplyAdds.Title, "for all purposes so far"),
        (MetricCatalog.Parameters, MetricCatalog.Parameters.Title, "of the model after the last megabatch so far"),
    ];

    /// <summary>Which columns there are. TensorBoard takes this from one of the runs that it shows.</summary>
    public static byte[] Experiment(IEnumerable<HyperParameter> parameters)
    {
        var experiment = new ProtobufMessage();
        foreach (var (key, value) in parameters)
            experiment.Nested(HyperParameterFields.ExperimentParameters, new ProtobufMessage()
                .String(HyperParameterFields.ParameterName, key)
                .Integer(HyperParameterFields.ParameterType, TypeOf(value)));
        foreach (var (metric, name, description) in metrics)
            experiment.Nested(HyperParameterFields.ExperimentMetrics, new ProtobufMessage()
                .Nested(HyperParameterFields.MetricName, Named(metric))
                .String(HyperParameterFields.MetricDisplayName, name)
                .String(HyperParameterFields.MetricDescription, description));
        return new ProtobufMessage().Nested(HyperParameterFields.Experiment, experiment).ToArray();
    }

    /// <summary>The values of this run.</summary>
    public static byte[] SessionStart(double wallTime, IEnumerable<HyperParameter> parameters)
    {
        var start = new ProtobufMessage();
        foreach (var (key, value) in parameters)
            start.Nested(HyperParameterFields.StartValues, new ProtobufMessage()
                .String(HyperParameterFields.EntryKey, key)
                .Bytes(HyperParameterFields.EntryValue, ValueOf(value).ToByteArray()));
        start.Double(HyperParameterFields.StartSeconds, wallTime);
        return new ProtobufMessage().Nested(HyperParameterFields.SessionStart, start).ToArray();
    }

    /// <summary>How this run has ended. Until it has, TensorBoard says that it runs.</summary>
    public static byte[] SessionEnd(double wallTime, RunState state)
    {
        var end = new ProtobufMessage();
        // Of an interrupted run the status is unknown: it can go on.
        if (state is RunState.Done or RunState.Failed)
            end.Integer(
                HyperParameterFields.EndStatus,
                state == RunState.Done ? HyperParameterFields.StatusSuccess : HyperParameterFields.StatusFailure);
        return new ProtobufMessage()
            .Nested(HyperParameterFields.SessionEnd, end.Double(HyperParameterFields.EndSeconds, wallTime))
            .ToArray();
    }

    private static ProtobufMessage Named(Metric metric) =>
        new ProtobufMessage().String(HyperParameterFields.MetricNameTag, TensorBoardTags.Curve(metric));

    private static int TypeOf(object value) => value switch
    {
        bool => HyperParameterFields.TypeTruth,
        double => HyperParameterFields.TypeNumber,
        _ => HyperParameterFields.TypeText,
    };

    private static Value ValueOf(object value) => value switch
    {
        bool truth => Value.ForBool(truth),
        double number => Value.ForNumber(number),
        _ => Value.ForString((string)value),
    };
}

/// <summary>A value of a run's config, for TensorBoard to sort and filter runs by.</summary>
/// <param name="Key">Its dotted key, such as <c>clmodel.optim.lr</c>.</param>
/// <param name="Value">A <see cref="bool"/>, a finite <see cref="double"/> or a <see cref="string"/>.</param>
public sealed record HyperParameter(string Key, object Value);
