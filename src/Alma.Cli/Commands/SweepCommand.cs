using System.CommandLine;
using Alma.Launching.Definitions;

namespace Alma.Cli.Commands;

/// <summary><c>alma sweep</c>: one recipe, many runs, here or on a cluster.</summary>
internal static class SweepCommand
{
    private static readonly Option<string> file = new("--file") { Description = "A sweep file: recipe, parameters, groups, random search, halving.", HelpName = "YAML" };
    private static readonly Option<int?> jobCount = new("--jobs") { Description = "Jobs at once (default: one per processor; on a cluster hydra.launcher.array_parallelism).", HelpName = "N" };
    private static readonly Option<string> launcher = new("--launcher") { Description = "Who runs the jobs: local or slurm (default local).", HelpName = "NAME" };
    private static readonly Option<bool> retryFailed = new("--retry-failed") { Description = "Start jobs again that failed." };
    private static readonly Option<bool> waits = new("--wait") { Description = "Wait for the jobs that a cluster has." };
    private static readonly Option<bool> reports = new("--report") { Description = "Make a report once all jobs have ended." };
    private static readonly Option<bool> isDry = new("--dry-run") { Description = "Check and list the jobs without starting any." };

    public static Command Create()
    {
        var arguments = new RecipeArguments();
        var command = new Command("sweep", "Run a recipe many times: every combination of comma-separated values. Done runs are skipped, unfinished ones gone on with.");
        arguments.AddTo(command);
        Option[] options = [file, jobCount, launcher, retryFailed, waits, reports, isDry];
        foreach (var option in options) command.Options.Add(option);
        command.Options.Add(new Option<bool>("--multirun", "-m") { Description = "Accepted, as Hydra's users type it." });
        jobCount.Validators.Add(result => { if (result.GetValueOrDefault<int?>() is < 1) result.AddError("--jobs must be at least 1."); });
        launcher.AcceptOnlyFromAmong(SweepChoices.Local, SweepChoices.Slurm);
        foreach (var part in SweepFolderCommands.Create()) command.Subcommands.Add(part);
        command.Subcommands.Add(SweepJobCommand.Create());
        command.SetAction((parsed, _) => RunAsync(arguments, parsed, Choices(parsed)));
        return AlmaCommand.WithExamples(
            command,
            "alma sweep digits/gmoe seed=0,1,2 clmodel.optim.lr=0.5,1",
            "alma sweep mnist/test_finetune_mlp 'seed=range(0,5)' sweep_dir=runs/sweeps/mine --jobs 2",
            "alma sweep mnist/test_usage_gmoe seed=0,1 --launcher slurm hydra.launcher.partition=gpu",
            "alma sweep --file sweep.yaml");
    }

    public static Task<int> RunAsync(RecipeArguments arguments, ParseResult parsed, SweepChoices choices)
    {
        var definition = choices.File is { } path ? SweepFile.Read(path) : new();
        var (recipe, overrides) = arguments.Read(parsed, definition.Recipe ?? Recipes.First);
        IReadOnlyList<string> commandLine = ["alma", .. parsed.Tokens.Select(token => token.Value)];
        return new SweepSession(recipe, definition, choices, commandLine).RunAsync(overrides);
    }

    private static SweepChoices Choices(ParseResult parsed) => new()
    {
        File = parsed.GetValue(file),
        JobCount = parsed.GetValue(jobCount),
        Launcher = parsed.GetValue(launcher),
        RetryFailed = parsed.GetValue(retryFailed),
        Waits = parsed.GetValue(waits),
        Reports = parsed.GetValue(reports),
        IsDry = parsed.GetValue(isDry),
    };
}
