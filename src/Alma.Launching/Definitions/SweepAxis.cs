using Alma.Config.Sweeping;

namespace Alma.Launching.Definitions;

/// <summary>One dimension of a sweep: alternatives of which each job has one, or an interval that a random search draws from.</summary>
/// <param name="Name">The key, the keys or the group.</param>
/// <param name="Choices">Empty for an interval.</param>
/// <param name="Interval">Of an override whose values are drawn.</param>
public sealed record SweepAxis(string Name, IReadOnlyList<SweepChoice> Choices, SweptOverride? Interval = null)
{
    public static SweepAxis Of(SweptOverride swept) => swept.Interval is null
        ? new SweepAxis(swept.Key, [.. swept.Values.Select(value => Of(swept, value))])
        : new SweepAxis(swept.Key, [], swept);

    /// <summary>The alternative at a place of the axis.</summary>
    /// <param name="place">In [0, 1).</param>
    public SweepChoice At(double place) => Interval is { Interval: { } interval } swept
        ? Of(swept, interval.At(place))
        : Choices[Math.Min((int)(place * Choices.Count), Choices.Count - 1)];

    private static SweepChoice Of(SweptOverride swept, string value) => new([swept.With(value)], [new JobLabel(swept.Key, value)]);
}
