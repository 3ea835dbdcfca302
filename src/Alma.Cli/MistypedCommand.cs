using System.CommandLine;
using System.CommandLine.Invocation;
using Alma.Cli.Commands;
using Alma.Runs;

namespace Alma.Cli;

/// <summary>Refuses a command line that was not understood, in one line that says what would be.</summary>
internal static class MistypedCommand
{
    public static bool Is(ParseResult parsed) => parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction;

    public static int Refuse(ParseResult parsed)
    {
        Console.Error.WriteLine($"error: {Printable.Of(Problem(parsed))} See '{Name(parsed)} --help'.");
        return Failures.Error;
    }

    private static string Problem(ParseResult parsed)
    {
        var commands = string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(command => command.Name));
        if (commands.Length == 0 || parsed.CommandResult.Command.Arguments.Count > 0)
            return string.Join(" ", parsed.Errors.Select(error => OneLine(error.Message)));
        return parsed.UnmatchedTokens.Count > 0
            ? $"'{parsed.UnmatchedTokens[0]}' is no command of {Name(parsed)}. Valid: {commands}.{Advice(parsed)}"
            : $"{Name(parsed)} needs a command: {commands}.";
    }

    // Whoever types what comes after a command has left the command out.
    private static string Advice(ParseResult parsed)
    {
        if (parsed.CommandResult.Command is not RootCommand) return "";
        IReadOnlyList<string> words = parsed.UnmatchedTokens;
        if (TypedWords.IsToTrain(words[0])) return $" To train: {CommandName.Text} run.";
        if (string.IsNullOrWhiteSpace(words[0])) return " The first word is empty: perhaps a variable of the shell that is not set.";
        var catalog = Recipes.Catalog();
        if (words[0].Contains('=') || catalog.TryFind(words[0]) is not null)
            return $" Did you mean '{CommandName.Text} run {ShellWord.Line(words)}'?";
        return catalog.Names().FirstOrDefault(name => name.StartsWith($"{words[0]}/", StringComparison.Ordinal)) is { } recipe
            ? $" To run a recipe of that folder: {CommandName.Text} run {recipe}."
            : "";
    }

    private static string Name(ParseResult parsed) => Name(parsed.CommandResult.Command);

    private static string Name(Command command) =>
        command is RootCommand ? "alma" : $"{Name(command.Parents.OfType<Command>().Single())} {command.Name}";

    private static string OneLine(string message) =>
        string.Join(" ", message.Split(['\n', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
