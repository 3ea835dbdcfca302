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

/// <summary>One alternative of an axis: overrides that belong together.</summary>
public sealed record SweepChoice(IReadOnlyList<string> Overrides, IReadOnlyList<JobLabel> Labels)
{
    /// <summary>Nothing chosen yet.</summary>
    public static SweepChoice None { get; } = new([], []);

    public SweepChoice And(SweepChoice other) => new([.. Overrides, .. other.Overrides], [.. Labels, .. other.Labels]);
}

/// <summary>What distinguishes a job from the others of its sweep: a key, or the name of a group, and its value there.</summary>
/// <param name="Key">Dotted; the job's name has as little of its end as is unique.</param>
/// <param name="Value">As an override takes it.</param>
public sealed record JobLabel(string Key, string Value);
