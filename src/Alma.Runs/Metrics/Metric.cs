namespace Alma.Runs.Metrics;

/// <summary>A number that is measured of a run: an entry of <see cref="MetricCatalog"/>.</summary>
/// <param name="Name">One of <see cref="MetricNames"/>, as rows, columns and commands have it.</param>
/// <param name="Split">One of <see cref="Splits"/>; null for what is no row, but made of several or of the manifest.</param>
/// <param name="Title">As people read it, beside others of the same run.</param>
/// <param name="Direction">Which of two values is better.</param>
public sealed record Metric(string Name, string? Split, MetricUnit Unit, string Title, MetricDirection Direction)
{
    /// <summary>The title where nothing around it says what it is of, as on an axis.</summary>
    public string LongTitle { get; init; } = Title;

    /// <summary>The title among others of its kind, where that is said already.</summary>
    public string ShortTitle { get; init; } = Title;

    public bool IsOf(MetricRow row) => row.Split == Split && row.Name == Name;
}

/// <summary>Which of two values of a metric is better.</summary>
public enum MetricDirection
{
    Neither,
    Less,
    More,
}

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

    /// <summary>Of things.</summary>
    Count,
}
