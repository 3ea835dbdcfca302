using System.CommandLine;
using Alma.Config;
using Alma.Keeping.Inboxes;

namespace Alma.Cli.Commands;

/// <summary><c>alma keep</c>: a run without an end, which learns from dumps as they come.</summary>
internal static class KeepCommand
{
    private const double MostSeconds = 1_000_000;

    private static readonly Option<string?> inbox = new("--inbox")
    {
        Description = "A folder into which dumps are put, a file or a folder each. They are imported and moved into its folder .done.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var (recipe, reading) = (new RecipeArguments(), new ImportArguments(takesPaths: false));
        var once = new Option<bool>("--once") { Description = "Learn from what has come and leave, as a timer wants it." };
        var poll = Seconds("--poll", "Look for dumps every so many seconds.", 5);
        var settle = Seconds("--settle", "Take a dump once nothing in it was written for so many seconds.", 10);
        var command = new Command(
            "keep", "Keep a model fresh: learn from each dump of a data set of your own as it comes, and wait for the next.");
        recipe.AddTo(command);
        command.Options.Add(inbox);
        foreach (var option in new Option[] { once, poll, settle }) command.Options.Add(option);
        reading.AddTo(command);
        command.Validators.Add(parsed =>
        {
            foreach (var option in new[] { poll, settle })
                if (parsed.GetValue(option) is not (>= 0 and <= MostSeconds))
                    parsed.AddError($"{option.Name} takes a number of seconds from 0 to {MostSeconds:F0}.");
        });
        command.SetAction((parsed, _) => recipe.PrintsConfig(parsed)
            ? Task.FromResult(recipe.PrintConfig(parsed))
            : RunAsync(recipe, parsed, new KeepChoices(
                UserPath.Of(parsed.GetValue(inbox), inbox.Name), parsed.GetValue(settle), parsed.GetValue(poll), parsed.GetValue(once),
                reading.Reading(parsed))));
        return AlmaCommand.WithExamples(
            command,
            "alma keep own/mlp data=flowers --inbox ~/photos/new run_dir=runs/flowers",
            "alma keep own/gmoe data=churn run_dir=runs/churn --once");
    }

    private static async Task<int> RunAsync(RecipeArguments arguments, ParseResult parsed, KeepChoices choices)
    {
        var (recipe, overrides) = arguments.Read(parsed);
        using var interruption = new Interruption();
        return await interruption.ReportAsync(() => KeepSession.StartAsync(
            recipe, overrides, ["alma", .. parsed.Tokens.Select(token => token.Value)], choices, interruption));
    }

    private static Option<double> Seconds(string name, string description, double usual) =>
        new(name) { Description = description, HelpName = "seconds", DefaultValueFactory = _ => usual };
}

/// <summary>How dumps come to a run without an end.</summary>
/// <param name="Inbox">The folder they are put into; null for none.</param>
/// <param name="SettleSeconds">For which nothing in a dump must have been written.</param>
/// <param name="PollSeconds">Between two looks for dumps.</param>
/// <param name="Once">Whether to learn from what has come and leave.</param>
/// <param name="Reading">How dumps of the inbox are read.</param>
internal sealed record KeepChoices(string? Inbox, double SettleSeconds, double PollSeconds, bool Once, DumpReading Reading);
