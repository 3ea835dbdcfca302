using System.CommandLine;
using Alma.Cli.Display;

namespace Alma.Cli.Commands;

/// <summary><c>alma config</c>: the recipes there are, and what one comes to.</summary>
internal static class ConfigCommand
{
    public static Command Create() =>
        AlmaCommand.WithExamples(
            new Command("config", "List recipes, or show one resolved.") { List(), Show() },
            "alma config list",
            "alma config show mnist/test_usage_gmoe replay=1");

    private static Command List()
    {
        var folder = new Option<string>("--config-path", "-cp") { Description = "The folder of recipes.", HelpName = "DIR" };
        var command = new Command("list", "List the recipes.") { folder };
        command.SetAction(parsed =>
        {
            Terminal.Out.Write(PlainRows.Of([.. Recipes.Catalog(parsed.GetValue(folder))
                .List(Skipped)
                .Select(recipe => (string[])[recipe.Name, recipe.Description])]));
        });
        return AlmaCommand.WithExamples(command, "alma config list", "alma config list -cp path/to/configs");
    }

    private static void Skipped(string problem) => Console.Error.WriteLine($"warning: {Printable.Of(problem)} It is left out.");

    private static Command Show()
    {
        var arguments = new RecipeArguments();
        var command = new Command("show", "Print a recipe as it is run: overrides applied, interpolations resolved, checked.");
        arguments.AddTo(command);
        command.SetAction(arguments.PrintConfig);
        return AlmaCommand.WithExamples(
            command, "alma config show mnist/test_usage_gmoe", "alma config show mnist/test_usage_gmoe replay=1 clmodel.patience=5");
    }
}
