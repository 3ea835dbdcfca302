using System.CommandLine;
using Alma.Launching.Definitions;

namespace Alma.Cli.Commands;

/// <summary><c>alma sweep</c>: one recipe, many runs, here or on a cluster.</summary>
internal static class SweepCommand
{
    private static readonly Option<string> file = new("--file")
    {
        Description = "A sweep file: recipe, parameters, groups, random search, halving.",
        HelpName = "YAML"
    };

    public static Command Create()
    {
        var arguments = new RecipeArguments();
        var command = new Command(
            "sweep",
            "Run a recipe many times: every combination of comma-separated values. Done runs are skipped, unfinished ones gone on with.");
        arguments.AddTo(command);
        var sweep = new SweepArguments();
        command.Options.Add(file);
        sweep.AddTo(command);
        command.Options.Add(new Option<bool>("--multirun", "-m") { Description = "Accepted, as Hydra's users type it." });
        foreach (var part in SweepFolderCommands.Create()) command.Subcommands.Add(part);
        command.Subcommands.Add(SweepJobCommand.Create());
        command.SetAction((parsed, _) => RunAsync(arguments, parsed, sweep.Choices(parsed) with { File = parsed.GetValue(file) }));
        return AlmaCommand.WithExamples(
            command,
            "alma sweep digits/gmoe seed=0,1,2 clmodel.optim.lr=0.5,1",
            "alma sweep mnist/test_finetune_mlp 'seed=range(0,5)' sweep_dir=runs/sweeps/mine --jobs 2",
            "alma sweep mnist/test_usage_gmoe seed=0,1 --launcher slurm hydra.launcher.partition=gpu",
            "alma sweep --file sweep.yaml");
    }

    public static Task<int> RunAsync(RecipeArguments arguments, ParseResult parsed, SweepChoices choices)
    {
        if (arguments.PrintsConfig(parsed)) return Task.FromResult(arguments.PrintConfig(parsed));
        var definition = choices.File is { } path ? SweepFile.Read(path) : new();
        var (recipe, overrides) = arguments.Read(parsed, definition.Recipe);
        IReadOnlyList<string> commandLine = ["alma", .. parsed.Tokens.Select(token => token.Value)];
        return new SweepSession(recipe, definition, choices, commandLine).RunAsync(overrides);
    }
}
