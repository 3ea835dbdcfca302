using System.Text.Json.Serialization;
using Alma.Launching.Definitions;
using Alma.Launching.Folder;

namespace Alma.Launching;

/// <summary>One run of a sweep.</summary>
/// <param name="Name">Of its folder in the sweep's.</param>
/// <param name="Overrides">Of the recipe: those of all jobs, then its own.</param>
/// <param name="ConfigHash">SHA-256 of its resolved config, in hexadecimal.</param>
public sealed record SweepJob(string Name, IReadOnlyList<string> Overrides, string ConfigHash)
{
    /// <summary>What its run is called where that is not the sweep's recipe; null where it is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Recipe { get; init; }

    /// <summary>
    /// The megabatches that its run is to have learned from where it may later be told to go further; null where its config says it once
    /// and for all.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? StopAfter { get; init; }
}

/// <summary>A job that was checked and is not written yet.</summary>
/// <param name="Choice">What it chose of each axis, without the rung.</param>
/// <param name="Config">What it is run from.</param>
public sealed record PlannedJob(SweepJob Job, SweepChoice Choice, CheckedConfig Config)
{
    /// <summary>A job by itself, which is none of the choices of a sweep.</summary>
    /// <param name="name">Of its folder in the sweep's.</param>
    /// <param name="overrides">That made the config.</param>
    public static PlannedJob Of(string name, IReadOnlyList<string> overrides, CheckedConfig config) =>
        new(new SweepJob(name, overrides, JobConfig.HashOf(config.Yaml)), SweepChoice.None, config);
}

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
