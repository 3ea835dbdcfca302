using System.CommandLine;
using System.CommandLine.Parsing;
using Alma.Config;

namespace Alma.Cli.Commands;

/// <summary>The arguments of a command that takes a recipe and overrides, as Hydra's users type them.</summary>
internal sealed class RecipeArguments
{
    private readonly Argument<string[]> words = new("recipe and overrides")
    {
        Arity = ArgumentArity.ZeroOrMore,
        HelpName = "recipe and overrides",
        Description = $"The name of a recipe or the path of a YAML file (default {Recipes.First}), then overrides: key=value changes, +key=value adds, ++key=value does either, ~key removes.",
    };

    private readonly Option<string> configName = new("--config-name", "-cn") { Description = "The recipe, as Hydra takes it.", HelpName = "NAME" };
    private readonly Option<string> configPath = new("--config-path", "-cp") { Description = "The folder of recipes, as Hydra takes it.", HelpName = "DIR" };

    public RecipeArguments()
    {
        words.CompletionSources.Add(_ => Recipes.Catalog(null).List().Select(recipe => new System.CommandLine.Completions.CompletionItem(recipe.Name)));
        words.Validators.Add(RefuseUnknownOptions);
    }

    public void AddTo(Command command)
    {
        command.Arguments.Add(words);
        command.Options.Add(configName);
        command.Options.Add(configPath);
    }

    /// <param name="otherwise">The recipe where none is named.</param>
    /// <exception cref="ConfigException">There is no such recipe.</exception>
    public (Recipe Recipe, IReadOnlyList<string> Overrides) Read(ParseResult parsed, string otherwise = Recipes.First)
    {
        var given = parsed.GetValue(words) ?? [];
        var recipes = given.Where(IsRecipe).ToList();
        if (parsed.GetValue(configName) is { } named) recipes.Add(named);
        if (recipes.Count > 1)
            throw new ConfigException($"two recipes were given, {recipes[0]} and {recipes[1]}: a run has one. An override is typed key=value.");
        var recipe = Recipes.Catalog(parsed.GetValue(configPath)).Find(recipes.Count == 0 ? otherwise : recipes[0]);
        return (recipe, [.. given.Where(word => !IsRecipe(word))]);
    }

    private static bool IsRecipe(string word) => !word.Contains('=') && !word.StartsWith('~') && !word.StartsWith('+');

    // A list of words would otherwise take in a misspelt option as one of them.
    private static void RefuseUnknownOptions(ArgumentResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
            result.AddError($"unknown option '{option.Value}'. An override is typed key=value.");
    }
}
