namespace Alma.Runs.Metrics;

/// <summary>What the numbers of a metric count. It decides how they are written and stored.</summary>
public enum MetricUnit
{
    /// <summary>A part of some examples, in 0..1.</summary>
    Fraction,

    /// <summary>A sum of fractions.</summary>
    SumOfFractions,
    Nats,
    MultiplyAdds,

    /// <summary>Millions of multiply-adds, as the Python project has them.</summary>
    Megaflops,
    Parameters,
    Bytes,
    Epochs,
    Examples,
    Seconds,
}
