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
