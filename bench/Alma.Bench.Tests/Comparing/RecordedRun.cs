using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Bench.Tests.Comparing;

/// <summary>A run of two megabatches whose times and multiply-adds are round numbers.</summary>
internal static class RecordedRun
{
    private static readonly double[][] epochSeconds = [[0.5, 0.3], [1.0, 0.8, 0.6]];

    public static void Write(string path)
    {
        var folder = RunFolder.Create(path);
        using (var log = MetricLog.Open(folder.MetricsFile))
        {
            for (var megabatch = 0; megabatch < epochSeconds.Length; megabatch++)
                foreach (var row in Rows(megabatch))
                    log.Write(row);
        }
        new RunManifest
        {
            State = RunState.Done,
            Recipe = "recorded",
            Version = "1",
            CommandLine = ["alma"],
            Seed = 0,
            Host = "here",
            ProcessId = 1,
            Started = DateTimeOffset.UnixEpoch,
            MegabatchesTotal = 2,
            Threads = 1,
        }.Write(folder);
    }

    private static IEnumerable<MetricRow> Rows(int megabatch)
    {
        var seconds = epochSeconds[megabatch];
        for (var epoch = 0; epoch < seconds.Length; epoch++)
        {
            yield return new(megabatch, Splits.Train, epoch, MetricNames.EpochSeconds, seconds[epoch]);
            yield return new(megabatch, Splits.Validation, epoch, MetricNames.Loss, 1);
        }
        yield return new(megabatch, Splits.Cost, megabatch, MetricNames.MultiplyAddsTrainForward, megabatch == 0 ? 1e9 : 4e9);
        yield return new(megabatch, Splits.Cost, megabatch, MetricNames.MultiplyAddsTrainBackward, megabatch == 0 ? 2e9 : 8e9);
        yield return new(megabatch, Splits.Cost, megabatch, MetricNames.MultiplyAddsValidate, 7e9);
        yield return new(megabatch, Splits.Cost, megabatch, MetricNames.UpdateSeconds, megabatch == 0 ? 1 : 3);
    }
}
