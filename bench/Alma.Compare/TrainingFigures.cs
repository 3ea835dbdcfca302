using Alma.Runs;
using Alma.Runs.Catalog;
using Alma.Runs.Metrics;

namespace Alma.Compare;

/// <summary>What the run folder of alma says of its training.</summary>
/// <param name="EpochSeconds">The median over the epochs that count, or NaN where there are none.</param>
/// <param name="ModelFlop">
/// Floating-point operations that the training steps amount to: two for each multiply-add of their forward and backward
/// passes, which makes 6 for each multiply-add of one forward pass and each example trained on.
/// </param>
/// <param name="TrainingSeconds">Of these steps.</param>
/// <param name="ThreadCount">That computed.</param>
internal sealed record TrainingFigures(double EpochSeconds, double ModelFlop, double TrainingSeconds, int ThreadCount)
{
    private const double FlopPerMultiplyAdd = 2;

    /// <summary>In 10⁹ operations a second.</summary>
    public double ModelGigaflops => ModelFlop / TrainingSeconds / 1e9;

    /// <summary>Reads the newest run below a folder.</summary>
    /// <returns>Null where there is no run, or none that trained.</returns>
    /// <exception cref="RunFolderException">The run cannot be read.</exception>
    /// <exception cref="ComparisonException">It has no such megabatch, or none of the rows that are to be compared.</exception>
    public static TrainingFigures? Read(string root, EpochSelection epochs)
    {
        if (RunCatalog.List(root) is not [{ Path: var path }, ..]) return null;
        var folder = RunFolder.Open(path);
        var rows = epochs.Of([.. MetricLog.Read(folder.MetricsFile)
            .Where(row => row.Split is Splits.Cost || row.Name == MetricNames.EpochSeconds || epochs.Rows == (row.Split, row.Name))]);
        var trainingSeconds = Sum(rows, Splits.Train, MetricNames.EpochSeconds);
        if (trainingSeconds == 0) return null;
        double[] seconds = [.. rows.Where(row => epochs.Rows == (row.Split, row.Name)).Select(row => row.Value)];
        if (seconds.Length == 0)
            throw new ComparisonException($"-r {epochs.Rows.Split}/{epochs.Rows.Name}: alma's metrics.jsonl has no such rows.");
        var multiplyAdds =
            Sum(rows, Splits.Cost, MetricNames.MultiplyAddsTrainForward) + Sum(rows, Splits.Cost, MetricNames.MultiplyAddsTrainBackward);
        return new TrainingFigures(
            Spread.Of(seconds).Median, FlopPerMultiplyAdd * multiplyAdds, trainingSeconds, RunManifest.Read(folder).Threads ?? 1);
    }

    private static double Sum(IReadOnlyList<MetricRow> rows, string split, string name) =>
        rows.Where(row => row.Split == split && row.Name == name).Sum(row => row.Value);
}
