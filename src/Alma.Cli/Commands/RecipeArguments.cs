using System.CommandLine;
using System.CommandLine.Parsing;
using Alma.Cli.Display;
using Alma.Config;

namespace Alma.Cli.Commands;

/// <summary>The arguments of a command that takes a recipe and overrides, as Hydra's users type them.</summary>
internal sealed class RecipeArguments
{
    private readonly Argument<string[]> words = new("recipe and overrides")
    {
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "recipe and overrides",
        Description = $"The name of a recipe or the path of a YAML file (default {Recipes.First}), then overrides: key=value changes, "
            + "+key=value adds, ++key=value does either, ~key removes.",
    };

    private readonly HydraFlags hydra = new();

    public RecipeArguments()
    {
        words.CompletionSources.Add(_ => Recipes.Catalog().Names().Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        words.Validators.Add(RefuseUnknownOptions);
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(words);
        hydra.AddTo(command);
    }

    /// <param name="otherwise">
    /// The recipe where none is named; null for the first to run, or in a folder that is named for what it calls config.yaml.
    /// </param>
    /// <exception cref="ConfigException">There is no such recipe.</exception>
    public (Recipe Recipe, IReadOnlyList<string> Overrides) Read(ParseResult parsed, string? otherwise = null)
    {
        var given = parsed.GetValue(words) ?? [];
        var (catalog, isChosen) = hydra.Catalog(parsed);
        TypedWords.Refuse(given, word => catalog.TryFind(word) is not null);
        var named = given.Where(TypedWords.IsRecipe).ToList();
        if (hydra.Name(parsed) is { } name) named.Add(name);
        if (named.Count > 1)
            throw new ConfigException($"two recipes were given, {named[0]} and {named[1]}: a run has one. An override is typed key=value.");
        var recipe = named.FirstOrDefault() ?? otherwise ?? (isChosen ? null : Recipes.First);
        return (Recipes.Find(catalog, recipe), [.. given.Where(word => !TypedWords.IsRecipe(word))]);
    }

    /// <summary>Whether the config is to be printed and nothing run.</summary>
    public bool PrintsConfig(ParseResult parsed) => hydra.PrintsConfig(parsed);

    /// <summary>Prints the config that the words come to.</summary>
    /// <exception cref="ConfigException">Something in it is wrong.</exception>
    public int PrintConfig(ParseResult parsed)
    {
        var (recipe, overrides) = Read(parsed);
        var request = ProgramDatasets.Read(recipe, overrides, []);
        EnvironmentNote.Print(request.Config.EnvironmentReads);
        Terminal.WriteData(hydra.Config(parsed, request));
        return 0;
    }

    // A list of words would otherwise take in a misspelt option as one of them.
    private static void RefuseUnknownOptions(ArgumentResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is not { Value: var option }) return;
        var meant = option.TrimStart('-');
        result.AddError(
            $"unknown option '{option}'. An override is typed {(meant.Contains('=') && !meant.StartsWith('=') ? meant : "key=value")}.");
    }
}
