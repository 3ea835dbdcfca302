namespace Alma.Launching;

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
