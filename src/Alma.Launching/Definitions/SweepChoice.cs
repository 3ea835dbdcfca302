namespace Alma.Launching.Definitions;

/// <summary>One alternative of an axis: overrides that belong together.</summary>
public sealed record SweepChoice(IReadOnlyList<string> Overrides, IReadOnlyList<JobLabel> Labels)
{
    /// <summary>Nothing chosen yet.</summary>
    public static SweepChoice None { get; } = new([], []);

    public SweepChoice And(SweepChoice other) => new([.. Overrides, .. other.Overrides], [.. Labels, .. other.Labels]);
}
