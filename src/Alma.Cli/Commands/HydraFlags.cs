using System.CommandLine;
using Alma.Config;
using Alma.Experiments;

namespace Alma.Cli.Commands;

/// <summary>Options of Hydra's own: those that are taken, and those that are refused with what to use instead.</summary>
internal sealed class HydraFlags
{
    private const string Job = "job";

    private readonly Option<string> configName = new("--config-name", "-cn")
    {
        Description = "The recipe, as Hydra takes it.",
        HelpName = "NAME"
    };
    private readonly Option<string> configPath = new("--config-path", "-cp")
    {
        Description = "The only folder of recipes, as Hydra takes it.",
        HelpName = "DIR"
    };
    private readonly Option<string> configDir = new("--config-dir", "-cd")
    {
        Description = "A further folder of recipes, as Hydra takes it.",
        HelpName = "DIR"
    };
    private readonly Option<string> shown = new("--cfg", "-c")
    {
        Description = "Print the config instead of running it, as Hydra does: job.",
        HelpName = Job
    };
    private readonly Option<string> package = new("--package", "-p")
    {
        Description = "With --cfg: only the section of this key.",
        HelpName = "KEY"
    };

    public HydraFlags() => shown.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string>() is { } what and not Job)
            result.AddError(
                $"--cfg {what} is not taken: of Hydra's own config only hydra.launcher, hydra.sweep.dir and hydra.sweeper.params are read. "
                + "'--cfg job' prints the config of the run.");
    });

    public void AddTo(Command command)
    {
        Option[] taken = [configName, configPath, configDir, shown, package, Without("--resolve"), Without("--run", "-r")];
        foreach (var option in taken) command.Options.Add(option);
        var name = CommandName.Text;
        command.Options.Add(
            Refused($"'{name} config show' prints what a config comes to, '{name} doctor' what there is on this machine", "--info", "-i"));
        command.Options.Add(Refused($"'{name} run --help' lists the options", "--hydra-help"));
        command.Options.Add(Refused($"'{name} completion' does that", "--shell-completion", "-sc"));
        command.Options.Add(Refused(
            $"'{name} run RUN/config.yaml run_dir=NEW' repeats a run, '{name} resume RUN' goes on with it", "--experimental-rerun"));
    }

    /// <summary>The name that <c>-cn</c> gives, or null.</summary>
    public string? Name(ParseResult parsed) => parsed.GetValue(configName);

    /// <summary>The folders that recipes are looked for in, and whether they are not the usual ones alone.</summary>
    /// <exception cref="ConfigException">There is no such folder.</exception>
    public (RecipeCatalog Catalog, bool IsChosen) Catalog(ParseResult parsed)
    {
        var (folder, further) = (parsed.GetValue(configPath), parsed.GetValue(configDir));
        return (Recipes.Catalog(folder, further), folder is not null || further is not null);
    }

    public bool PrintsConfig(ParseResult parsed) => parsed.GetValue(shown) is not null;

    /// <summary>The config of a run, or the part of it that is asked for.</summary>
    /// <exception cref="ConfigException">It has no such part.</exception>
    public string Config(ParseResult parsed, RunRequest request)
    {
        if (parsed.GetValue(package) is not { } key) return request.ResolvedYaml();
        return request.Config.ToYaml(key)
            ?? throw new ConfigException(
                $"--package {key}: the config has no such key. "
                + $"{Spelling.Advice(key, [.. request.Config.Top.Entries.Select(entry => entry.Key)])}");
    }

    // What --cfg prints is resolved, and to run is what the command does.
    private static Option<bool> Without(params string[] names) => new(names[0], names[1..]) { Hidden = true };

    private static Option<string?> Refused(string instead, params string[] names)
    {
        var option = new Option<string?>(names[0], names[1..]) { Hidden = true, Arity = ArgumentArity.ZeroOrOne };
        option.Validators.Add(result =>
        {
            if (result is { Implicit: false }) result.AddError($"{result.IdentifierToken?.Value ?? names[0]} is not taken: {instead}.");
        });
        return option;
    }
}
