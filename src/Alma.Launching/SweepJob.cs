using Alma.Launching.Definitions;

namespace Alma.Launching;

/// <summary>One run of a sweep.</summary>
/// <param name="Name">Of its folder in the sweep's.</param>
/// <param name="Overrides">Of the recipe: those of all jobs, then its own.</param>
/// <param name="ConfigHash">SHA-256 of its resolved config, in hexadecimal.</param>
public sealed record SweepJob(string Name, IReadOnlyList<string> Overrides, string ConfigHash);

/// <summary>A job that was checked and is not written yet.</summary>
/// <param name="Choice">What it chose of each axis, without the rung.</param>
/// <param name="Config">What it is run from.</param>
public sealed record PlannedJob(SweepJob Job, SweepChoice Choice, CheckedConfig Config);

/// <summary>A config that can be run.</summary>
/// <param name="Yaml">All of it, resolved: what the job is run from.</param>
/// <param name="SweepFolder">Its key <c>sweep_dir</c>, or null.</param>
/// <param name="RunFolder">Its key <c>run_dir</c>, which a config of a sweep must not have, or null.</param>
public sealed record CheckedConfig(string Yaml, string? SweepFolder, string? RunFolder)
{
    /// <summary>
    /// The same config as versions that kept values as they were typed wrote it, or null: sweeps of theirs are gone on with.
    /// </summary>
    public string? YamlAsTyped { get; init; }

    /// <summary>What its data are called, or null where that is not known: jobs on others are not ranked against each other.</summary>
    public string? Datasets { get; init; }

    /// <summary>All texts by which the config may be known.</summary>
    internal IEnumerable<string> Texts => YamlAsTyped is null ? [Yaml] : [Yaml, YamlAsTyped];
}
