using System.CommandLine;
using Alma.Cli.Display;
using Spectre.Console;

namespace Alma.Cli.Commands;

/// <summary><c>alma run</c>: one recipe, run here and now.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var arguments = new RecipeArguments();
        var command = new Command("run", "Run a recipe: learn from a stream of megabatches, and evaluate after each.");
        var resume = new Option<bool>("--resume")
        {
            Description = "Go on with the run that the same command began: the one in run_dir, "
                + "or the newest of the same recipe and config that is not done.",
        };
        var isSweep =
            new Option<bool>("--multirun", "-m") { Description = "Run every combination of comma-separated values, as alma sweep does." };
        arguments.AddTo(command);
        command.Options.Add(resume);
        command.Options.Add(isSweep);
        var sweep = new SweepArguments();
        sweep.AddTo(command, isSweep);
        command.SetAction((parsed, _) => parsed.GetValue(isSweep)
            ? SweepCommand.RunAsync(arguments, parsed, sweep.Choices(parsed))
            : RunAsync(arguments, parsed, parsed.GetValue(resume), sweep.IsDry(parsed)));
        return AlmaCommand.WithExamples(
            command,
            "alma run",
            "alma run mnist/test_usage_gmoe n_megabatches=2 replay=1 clmodel.max_epochs=200",
            "alma run mnist/test_finetune_mlp clmodel.optim.lr=0.5 seed=3 run_dir=runs/mine",
            "alma run mnist/test_finetune_mlp run_dir=runs/mine --resume",
            "alma run -cp path/to/configs -cn my_recipe",
            "alma run -m digits/gmoe seed=0,1 clmodel.max_epochs=2");
    }

    private static async Task<int> RunAsync(RecipeArguments arguments, ParseResult parsed, bool resume, bool isDry)
    {
        if (arguments.PrintsConfig(parsed)) return arguments.PrintConfig(parsed);
        var (recipe, overrides) = arguments.Read(parsed);
        var request = ProgramDatasets.Read(recipe, overrides, ["alma", .. parsed.Tokens.Select(token => token.Value)]);
        if (isDry)
        {
            Terminal.Out.WriteLine($"{recipe.Name}: the config is right, nothing was started. '{CommandName.Text} config show' prints it.");
            return 0;
        }

        if (resume && Resumption.Find(request) is { } begun) return await Resumption.FinishAsync(begun, request);
        using var interruption = new Interruption();
        return await interruption.ReportAsync(async () =>
        {
            var session = await RunSession.OpenAsync(request, interruption);
            using var held = session.Prepare();
            return session.Run(held, resumed: false);
        });
    }
}
