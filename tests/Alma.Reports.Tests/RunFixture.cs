using Alma.Reports.Summary;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Reports.Tests;

/// <summary>A run folder with two megabatches of a mixture of experts, the second one not yet evaluated in full.</summary>
internal sealed class RunFixture : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public RunFixture() => Folder = RunFolder.Create(temporary.FullPath);

    public RunFolder Folder { get; }

    public static RunManifest Manifest { get; } = new()
    {
        State = RunState.Done,
        Recipe = "mnist/growing",
        Version = "0.1.0",
        CommandLine = ["alma"],
        Seed = 7,
        Host = "node7",
        ProcessId = 41,
        Device = "cpu",
        Started = new DateTimeOffset(2026, 11, 23, 10, 5, 7, TimeSpan.Zero),
        MegabatchesDone = 2,
        MegabatchesTotal = 2,
    };

    public static MetricRow[] FirstMegabatch { get; } =
    [
        Validation(0, MetricNames.Loss, 0.9),
        Validation(0, MetricNames.BestAccuracy, 0.95),
        Test(0, MetricNames.Accuracy, 0.9025),
        Test(0, MetricNames.Loss, 0.31),
        Test(0, MetricNames.Error, 0.0975),
        Test(0, MetricNames.CumulativeError, 0.0975),
        Test(0, MetricNames.AverageError, 0.0975),
        Test(0, MetricNames.ExpertUsage("layers.1", ""), 1),
        Cost(0, MetricNames.Epochs, 12),
        Cost(0, MetricNames.MultiplyAddsTrainForward, 4e9),
        Cost(0, MetricNames.MultiplyAddsTrainBackward, 8e9),
        Cost(0, MetricNames.MultiplyAddsEvaluate, 3.45e8),
        Cost(0, MetricNames.CumulativeMultiplyAdds, 1.2345e10),
        Cost(0, MetricNames.Parameters, 111150),
        Cost(0, MetricNames.UpdateSeconds, 63.5),
        Cost(0, MetricNames.EvaluateSeconds, 1.5),
    ];

    public static MetricRow[] SecondMegabatch { get; } =
    [
        Test(1, MetricNames.Error, 0.0305),
        Test(1, MetricNames.CumulativeError, 0.128),
        Test(1, MetricNames.AverageError, 0.064),
        Test(1, MetricNames.ExpertUsage("layers.1", "1.1"), 0.2),
        Test(1, MetricNames.ExpertUsage("layers.1", "0"), 0.5),
        Test(1, MetricNames.ExpertUsage("layers.1", "1.0"), 0.3),
        Test(1, MetricNames.ExpertUsage("layers.3", "0"), 0.75),
        Test(1, MetricNames.ExpertUsage("layers.3", "10"), 0),
        Test(1, MetricNames.ExpertUsage("layers.3", "2"), 0.25),
        Cost(1, MetricNames.Parameters, 222300),
    ];

    public RunSummary Summary(params MetricRow[] rows)
    {
        Manifest.Write(Folder);
        using (var log = MetricLog.Open(Folder.MetricsFile))
            foreach (var row in rows)
                log.Write(row);
        return RunSummary.Read(Folder);
    }

    public void Dispose() => temporary.Dispose();

    public static MetricRow Validation(int megabatch, string name, double value) => new(megabatch, Splits.Validation, 0, name, value);

    private static MetricRow Test(int megabatch, string name, double value) => new(megabatch, Splits.Test, megabatch, name, value);

    private static MetricRow Cost(int megabatch, string name, double value) => new(megabatch, Splits.Cost, megabatch, name, value);
}
