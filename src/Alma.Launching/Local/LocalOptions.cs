namespace Alma.Launching.Local;

/// <summary>How many jobs run here at once.</summary>
public sealed record LocalOptions
{
    /// <summary>At most; by default one per logical processor.</summary>
    public int JobCount { get; init; } = Environment.ProcessorCount;

    /// <summary>Processors that a job may count on: their equal part, at least one.</summary>
    public int ProcessorsPerJob => Math.Max(1, Environment.ProcessorCount / JobCount);
}
