using Alma.Config;
using Alma.Config.Sweeping;
using Alma.Experiments.Options;
using Alma.Launching.Definitions;
using Alma.Launching.Slurm;

namespace Alma.Cli.Commands;

/// <summary>What a config and the command line say to Hydra: its section <c>hydra</c>, as far as it is of sweeps.</summary>
/// <param name="Launcher">Which launcher the override <c>hydra/launcher</c> names, or null.</param>
/// <param name="Section">
/// The section <c>hydra.launcher</c>, or null, read when it is needed: another launcher's keys are none of SLURM's.
/// </param>
/// <param name="SweepFolder"><c>hydra.sweep.dir</c>, or null.</param>
/// <param name="SweeperParameters"><c>hydra.sweeper.params</c>, as overrides.</param>
/// <param name="EnvironmentReads">Variables of the environment that what was read so far has taken in.</param>
internal sealed record HydraOptions(
    string? Launcher, Lazy<ConfigNode?> Section, string? SweepFolder, IReadOnlyList<string> SweeperParameters,
    IReadOnlyList<EnvironmentRead> EnvironmentReads)
{
    private const string LauncherChoice = "hydra/launcher";

    private static readonly Dictionary<string, string> launchers = new()
    {
        ["submitit_slurm"] = SweepChoices.Slurm,
        ["slurm"] = SweepChoices.Slurm,
        ["submitit_local"] = SweepChoices.Local,
        ["joblib"] = SweepChoices.Local,
        ["basic"] = SweepChoices.Local,
        ["local"] = SweepChoices.Local,
    };

    /// <exception cref="ConfigException">A key of <c>hydra.launcher</c> is wrong.</exception>
    public SlurmOptions Slurm => SlurmOptions.Of(Section.Value);

    /// <exception cref="ConfigException">Something in it is wrong.</exception>
    public static HydraOptions Read(Recipe recipe, SweepDefinition definition)
    {
        var hydra = ConfigTree.LoadHydra(recipe.Path, [.. definition.Fixed, .. definition.Hydra], RunOptions.Settable);
        return new HydraOptions(
            Named(definition.Hydra),
            new Lazy<ConfigNode?>(() => hydra.Section("launcher")),
            (hydra.FindKnown("sweep.dir") as ConfigScalar)?.Value as string,
            hydra.Find("sweeper.params") is ConfigMapping parameters
                ? [.. parameters.Entries.Select(entry => $"{entry.Key}={Text(entry.Value)}")]
                : [],
            hydra.EnvironmentReads);
    }

    /// <summary>The text of a parameter is itself in the grammar of sweeps.</summary>
    private static string Text(ConfigNode value) => value is ConfigScalar { Value: string text } ? text : OverrideText.Of(value);

    private static string? Named(IEnumerable<string> overrides)
    {
        if (overrides.Select(SweptOverride.Parse).LastOrDefault(swept => swept.Key == LauncherChoice) is not { Values: [var name] })
            return null;
        return launchers.GetValueOrDefault(name)
            ?? throw new ConfigException(
                $"override '{LauncherChoice}={name}': there is no such launcher. Valid: {string.Join(", ", launchers.Keys)}.");
    }
}
