using System.ComponentModel.DataAnnotations;

namespace Alma.Experiments.Options;

/// <summary>Which dumps an arriving one is compared with.</summary>
public enum DriftReference
{
    /// <summary>All earlier ones together.</summary>
    All,
    First,
    Previous,
}

/// <summary>What a run that is kept is warned of before it learns from a dump: the section <c>drift</c>.</summary>
public sealed record DriftOptions
{
    /// <summary>In which part of the dumps there may be a warning though nothing has changed; 0 for no tests.</summary>
    [Range(0.0, 0.5)]
    public double FalseAlarmRate { get; init; } = 0.01;

    public DriftReference Reference { get; init; }
}
