using Alma.Runs.Metrics;

namespace Alma.Runs;

/// <summary>Work whose results were lost when a run was stopped, and that was done again. The cost rows count such work once.</summary>
/// <param name="Epochs">Epochs of training, in all models and rounds.</param>
/// <param name="MultiplyAdds">Of these epochs, with growth, and of megabatches that were through but not yet saved.</param>
/// <param name="Seconds">Of training steps and of evaluation.</param>
public sealed record RedoneWork(int Epochs, double MultiplyAdds, double Seconds)
{
    private static readonly string[] ofWholeMegabatch = [.. MetricCatalog.Purposes.Select(purpose => purpose.Name)];

    /// <summary>Nothing was lost.</summary>
    public static RedoneWork None { get; } = new(0, 0, 0);

    public static RedoneWork operator +(RedoneWork left, RedoneWork right) =>
        new(left.Epochs + right.Epochs, left.MultiplyAdds + right.MultiplyAdds, left.Seconds + right.Seconds);

    /// <summary>What the rows past a checkpoint stand for: the run goes on without them.</summary>
    /// <param name="metricBytes">How long the rows were when the checkpoint was saved.</param>
    public static RedoneWork Past(RunFolder folder, long metricBytes)
    {
        if (!File.Exists(folder.MetricsFile)) return None;
        var (kept, lost) = (new List<MetricRow>(), new List<MetricRow>());
        foreach (var (start, row) in MetricLog.ReadTolerantly(folder.MetricsFile, IsOfWork)) (start < metricBytes ? kept : lost).Add(row);
        var through = lost.Where(row => ofWholeMegabatch.Contains(row.Name)).Select(row => row.Megabatch).ToHashSet();
        // Of a megabatch that was through all is known, and what of it the checkpoint holds.
        var multiplyAdds = Sum(lost, row => ofWholeMegabatch.Contains(row.Name))
            - Sum(kept, row => row.Name == MetricNames.EpochMultiplyAdds && through.Contains(row.Megabatch))
            + Sum(lost, row => row.Name == MetricNames.EpochMultiplyAdds && !through.Contains(row.Megabatch));
        var seconds = Sum(lost, row => row.Name is MetricNames.EpochSeconds or MetricNames.EvaluateSeconds);
        return new RedoneWork(lost.Count(row => row.Name == MetricNames.EpochMultiplyAdds), multiplyAdds, seconds);
    }

    private static bool IsOfWork(string name) =>
        name is MetricNames.EpochMultiplyAdds or MetricNames.EpochSeconds or MetricNames.EvaluateSeconds || ofWholeMegabatch.Contains(name);

    private static double Sum(IEnumerable<MetricRow> rows, Func<MetricRow, bool> chosen) => rows.Where(chosen).Sum(row => row.Value);
}
