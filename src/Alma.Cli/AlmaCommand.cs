using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Alma.Cli.Commands;
using Alma.Config;

namespace Alma.Cli;

/// <summary>The command <c>alma</c>: its subcommands, and how their errors reach the user.</summary>
public static class AlmaCommand
{
    /// <summary>
    /// The whole of <c>alma</c> with data sets more: they can be run, swept, resumed and reported on as MNIST can. A program's
    /// <c>Main</c> returns what this returns.
    /// </summary>
    /// <param name="args">As they were typed.</param>
    /// <param name="datasets">Known by their class names in every config that this program reads.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, params IReadOnlyList<ProgramDataset> datasets)
    {
        ProgramDatasets.Add(datasets);
        return StartUp.Run(args);
    }

    public static Task<int> InvokeAsync(string[] args) => Failures.ReportAsync(() => ParseAndInvokeAsync(args));

    private static Task<int> ParseAndInvokeAsync(string[] args)
    {
        Display.Terminal.SpellOutControls();
        var root = new RootCommand("Anytime learning at macroscale: learn from megabatches as they arrive, and know what it cost.")
        {
            RunCommand.Create(),
            ResumeCommand.Create(),
            KeepCommand.Create(),
            SweepCommand.Create(),
            AdviseCommand.Create(),
            RunsCommand.Create(),
            WatchCommand.Create(),
            ReportCommand.Create(),
            CompareCommand.Create(),
            PlotCommand.Create(),
            QueryCommand.Create(),
            ExportCommand.Create(),
            ExportModelCommand.Create(),
            PredictCommand.Create(),
            EvaluateCommand.Create(),
            ServeCommand.Create(),
            ModelsCommand.Create(),
            ConfigCommand.Create(),
            DataCommand.Create(),
            DoctorCommand.Create(),
            CompletionCommand.Create(),
        };
        WithExamples(root, "alma run", "alma run mnist/test_usage_gmoe n_megabatches=2 replay=1", "alma runs");
        foreach (var output in Below(root)
            .SelectMany(command => command.Options)
            .OfType<Option<string>>()
            .Where(option => option.Name == "--output"))
            output.CustomParser = ReadPath;
        // Overrides may hold an @, which would otherwise name a file of arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (MistypedCommand.Is(parsed)) return Task.FromResult(MistypedCommand.Refuse(parsed));
        return parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);

    // A shell leaves the ~ of --output=~/x alone.
    private static string? ReadPath(ArgumentResult result) => UserPath.Of(result.Tokens[^1].Value, "--output");

    /// <summary>Adds examples below a command's help.</summary>
    internal static T WithExamples<T>(T command, params string[] examples) where T : Command
    {
        command.Options.OfType<HelpOption>().ToList().ForEach(help => command.Options.Remove(help));
        var option = new HelpOption();
        option.Action = new HelpWithExamples((HelpAction)option.Action!, examples);
        command.Options.Add(option);
        return command;
    }
}
