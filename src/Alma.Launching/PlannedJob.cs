using Alma.Launching.Definitions;

namespace Alma.Launching;

/// <summary>A job that was checked and is not written yet.</summary>
/// <param name="Choice">What it chose of each axis, without the rung.</param>
/// <param name="Config">What it is run from.</param>
public sealed record PlannedJob(SweepJob Job, SweepChoice Choice, CheckedConfig Config);
