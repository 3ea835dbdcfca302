using System.Globalization;
using Alma.Config;
using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.Launching.Definitions;

/// <summary>
/// Successive halving (Jamieson and Talwalkar, 2016, arXiv 1502.07943): all jobs with few epochs, the best part of them with more, and so
/// on. A job of a later rung starts anew: what it gives does not depend on those before.
/// </summary>
/// <param name="Split">
/// Whose accuracy ranks the jobs of a rung: that of validation in the last megabatch, or of the test set after it.
/// </param>
/// <param name="Part">Of a rung's jobs that go on to the next, in (0, 1).</param>
/// <param name="Epochs">Most epochs per megabatch, rung by rung.</param>
public sealed record Halving(string Split, double Part, IReadOnlyList<int> Epochs)
{
    /// <summary>The key whose value rises from rung to rung.</summary>
    public const string Budget = RunKeys.MaxEpochs;

    /// <summary>The override and the label of a rung.</summary>
    public SweepChoice Rung(int rung)
    {
        var epochs = Epochs[rung].ToString(CultureInfo.InvariantCulture);
        return new SweepChoice([$"{Budget}={epochs}"], [new JobLabel(Budget, epochs)]);
    }

    /// <summary>How many of a rung's jobs go on to the next: at least one.</summary>
    public int KeptCount(int count) => Math.Max(1, (int)Math.Floor((count * Part) + 1e-9));

    /// <summary>What a run is ranked by, or null where it has not measured it.</summary>
    public double? Score(RunFolder run)
    {
        var name = Split == Splits.Validation ? MetricNames.BestAccuracy : MetricNames.Accuracy;
        return MetricLog.Read(run.MetricsFile, Split).LastOrDefault(row => row.Name == name)?.Value;
    }
}
