using System.Globalization;
using Alma.Runs.Metrics;

namespace Alma.GeneratedRuns;

/// <summary>The metric rows of a made-up run.</summary>
internal sealed class GeneratedRows(GeneratedRun run)
{
    private const int StepsPerEpoch = 20;
    private const int TestCount = 10_000;
    private readonly Random random = new((int)run.Seed + run.Recipe.Length);
    private double cumulativeError;
    private double cumulativeMultiplyAdds;

    /// <summary>The rows of one megabatch; to be asked for in order.</summary>
    public IEnumerable<MetricRow> Of(int megabatch)
    {
        foreach (var row in Enumerable.Range(0, run.EpochCount).SelectMany(epoch => Epoch(megabatch, epoch))) yield return row;
        var start = run.HasExperts ? 0.070 : run.Members > 1 ? 0.050 : 0.062;
        var rate = double.TryParse(run.Rate, CultureInfo.InvariantCulture, out var number) ? number : 0.1;
        var error = (start * Math.Exp(-0.35 * megabatch))
            + 0.03
            - (0.01 * run.Replay)
            + (0.004 * Math.Abs(Math.Log10(rate) + 1))
            + (0.002 * (random.NextDouble() - 0.5));
        cumulativeError += error;
        yield return Test(megabatch, MetricNames.Accuracy, 1 - error);
        yield return Test(megabatch, MetricNames.Loss, 3.3 * error);
        yield return Test(megabatch, MetricNames.Error, error);
        yield return Test(megabatch, MetricNames.CumulativeError, cumulativeError);
        yield return Test(megabatch, MetricNames.AverageError, cumulativeError / (megabatch + 1));
        foreach (var row in Confusion(megabatch, error)
            .Concat(Members(megabatch, error))
            .Concat(Experts(megabatch))
            .Concat(Costs(megabatch)))
            yield return row;
    }

    private IEnumerable<MetricRow> Epoch(int megabatch, int epoch)
    {
        var loss = Math.Exp(-0.4 * epoch) / (1 + megabatch);
        for (var step = 0; step < StepsPerEpoch; step++)
            yield return new(
                megabatch, Splits.Train, (epoch * StepsPerEpoch) + step, MetricNames.Loss, loss * (0.8 + (0.4 * random.NextDouble())));
        yield return new(megabatch, Splits.Train, epoch, MetricNames.EpochLoss, loss);
        yield return new(megabatch, Splits.Train, epoch, MetricNames.EpochAccuracy, 1 - (0.3 * loss));
        yield return new(megabatch, Splits.Validation, epoch, MetricNames.Loss, loss + 0.1);
        yield return new(megabatch, Splits.Validation, epoch, MetricNames.Accuracy, 0.97 - (0.3 * loss));
    }

    private static IEnumerable<MetricRow> Confusion(int megabatch, double error)
    {
        var wrong = (int)(TestCount / 10 * error);
        for (var label = 0; label < 10; label++)
        {
            yield return Test(megabatch, MetricNames.Confusion(label, label), (TestCount / 10) - wrong);
            if (wrong > 0) yield return Test(megabatch, MetricNames.Confusion(label, (label + 3) % 10), wrong);
        }
    }

    private IEnumerable<MetricRow> Members(int megabatch, double error) => run.Members == 1
        ? []
        : Enumerable.Range(0, run.Members).Select(k => Test(megabatch, MetricNames.MemberAccuracy(k), 1 - (error * (1.2 + (0.1 * k)))))
            .Append(Test(megabatch, MetricNames.OracleAccuracy, 1 - (error / 2)))
            .Append(Test(megabatch, MetricNames.Agreement, 0.97));

    /// <summary>Each megabatch splits the last expert.</summary>
    private IEnumerable<MetricRow> Experts(int megabatch)
    {
        if (!run.HasExperts) yield break;
        var path = "";
        var left = 1.0;
        for (var k = 0; k <= megabatch && k < 6; k++, left *= 0.6, path += "1.")
            yield return Test(megabatch, MetricNames.ExpertUsage("layers.1", path + "0"), left * 0.4);
        yield return Test(megabatch, MetricNames.ExpertUsage("layers.1", path.TrimEnd('.')), left);
    }

    private IEnumerable<MetricRow> Costs(int megabatch)
    {
        var size = (run.HasExperts ? 1 + (0.5 * megabatch) : run.Members) * 55_050;
        var forward = size * 5_400 * run.EpochCount * (1 + (run.Replay * megabatch));
        double[] purposes = [forward, 2 * forward, 0.1 * forward, 0, size * TestCount];
        cumulativeMultiplyAdds += purposes.Sum();
        (string Name, double Value)[] values =
        [
            (MetricNames.MultiplyAddsTrainForward, purposes[0]), (MetricNames.MultiplyAddsTrainBackward, purposes[1]),
            (MetricNames.MultiplyAddsValidate, purposes[2]), (MetricNames.MultiplyAddsSelect, purposes[3]),
            (MetricNames.MultiplyAddsEvaluate, purposes[4]), (MetricNames.CumulativeMultiplyAdds, cumulativeMultiplyAdds),
            (MetricNames.Parameters, size), (MetricNames.BytesToPredict, 4 * size), (MetricNames.Epochs, run.EpochCount),
            (MetricNames.UpdateSeconds, forward / 1e10), (MetricNames.EvaluateSeconds, 0.1),
        ];
        return values.Select(value => new MetricRow(megabatch, Splits.Cost, megabatch, value.Name, value.Value));
    }

    private static MetricRow Test(int megabatch, string name, double value) => new(megabatch, Splits.Test, megabatch, name, value);
}
