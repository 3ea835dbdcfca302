namespace Alma.Reports.Summary;

/// <summary>How many test examples of a class were taken for another, or for itself.</summary>
/// <param name="Label">The examples' class.</param>
/// <param name="Choice">The class they were taken for.</param>
public sealed record ConfusionCell(int Label, int Choice, long Count);
