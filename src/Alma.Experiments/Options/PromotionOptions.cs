using System.ComponentModel.DataAnnotations;

namespace Alma.Experiments.Options;

/// <summary>When a new version of a model becomes the champion of its registry: the section <c>promote</c>.</summary>
public sealed record PromotionOptions
{
    /// <summary>
    /// By how much its error may be larger than the champion's, as a part of the examples that are held out: 0.01 is one point.
    /// </summary>
    [Range(0.0, 1.0)]
    public double Margin { get; init; } = 0.01;

    /// <summary>With which confidence its error must not be larger by more.</summary>
    [Range(0.5, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Confidence { get; init; } = 0.95;

    /// <summary>A program and its arguments, run after a promotion; placeholders in these are replaced, such as {version}.</summary>
    public string[] Hook { get; init; } = [];

    /// <summary>Seconds after which the program is ended.</summary>
    [Range(0.0, 86_400.0, MinimumIsExclusive = true)]
    public double HookSeconds { get; init; } = 60;
}
