namespace Alma.Reports.Comparison;

/// <summary>A group beside the one that all are compared with.</summary>
/// <param name="Difference">Over the seeds that both have; null where there are none.</param>
public sealed record ComparedPair(string Group, string Reference, RunMeasure Measure, PairedComparison? Difference)
{
    /// <summary>What the seeds say, in words.</summary>
    public string Verdict => Difference switch
    {
        null => "no seed in common",
        { Difference.HalfWidth: null } => "one pair: nothing can be said",
        { IsDecided: false } => "not told apart",
        { Difference.Mean: > 0 } => "worse",
        _ => "better",
    };
}
