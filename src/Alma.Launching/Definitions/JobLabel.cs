namespace Alma.Launching.Definitions;

/// <summary>What distinguishes a job from the others of its sweep: a key, or the name of a group, and its value there.</summary>
/// <param name="Key">Dotted; the job's name has as little of its end as is unique.</param>
/// <param name="Value">As an override takes it.</param>
public sealed record JobLabel(string Key, string Value);
