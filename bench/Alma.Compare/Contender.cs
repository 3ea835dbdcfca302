namespace Alma.Compare;

/// <summary>What one of those compared took in each round.</summary>
/// <param name="EpochSeconds">Per round, where epochs are compared; else empty.</param>
internal sealed record Contender(string Name, IReadOnlyList<ProcessFigures> Rounds, IReadOnlyList<double> EpochSeconds);
