namespace Alma.Runs.Metrics;

/// <summary>Keeps, of the rows measured at every training iteration, the first of each block of iterations, at the block's start.</summary>
internal sealed class IterationThinning
{
    private readonly int modulo;
    private readonly Dictionary<string, (int Megabatch, long BlockStart)> lastKept = [];

    public IterationThinning(int modulo)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(modulo, 1);
        this.modulo = modulo;
    }

    /// <summary>The row to write, or null if its block has one already. Rows of other kinds pass unchanged.</summary>
    public MetricRow? Thin(MetricRow row)
    {
        if (row is not { Split: Splits.Train, Name: MetricNames.Loss or MetricNames.Accuracy })
            return row;
        var block = (row.Megabatch, BlockStart: row.Step - row.Step % modulo);
        if (lastKept.TryGetValue(row.Name, out var last) && last == block)
            return null;
        lastKept[row.Name] = block;
        return row with { Step = block.BlockStart };
    }
}
