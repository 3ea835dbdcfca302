using System.Text.RegularExpressions;
using Alma.Config;
using Alma.Experiments.Options;
using Alma.Runs;

namespace Alma.Cli.Commands;

/// <summary>What each word after a command is: the recipe or an override; and what helps whoever typed one that is neither.</summary>
internal static partial class TypedWords
{
    private static readonly string[] training = ["train", "training", "fit", "learn", "start"];

    /// <summary>Whether a word asks to train, which is what <c>run</c> does.</summary>
    public static bool IsToTrain(string word) => training.Contains(word);

    /// <summary>
    /// Whether a word names the recipe. The path of a YAML file does, though it has a sign of overrides in it, and so would a run's folder.
    /// </summary>
    public static bool IsRecipe(string word) =>
        IsConfigFile(word) || IsFolder(word) || !(word.Contains('=') || word.StartsWith('~') || word.StartsWith('+'));

    /// <summary>Refuses words that cannot be what they were typed for.</summary>
    /// <param name="isKnown">Whether a word is the name or path of a recipe.</param>
    /// <exception cref="ConfigException">There are such words.</exception>
    public static void Refuse(IReadOnlyList<string> words, Func<string, bool> isKnown)
    {
        for (var place = 0; place < words.Count; place++)
        {
            var word = words[place];
            if (string.IsNullOrWhiteSpace(word))
                throw new ConfigException(
                    $"argument {place + 1} is empty: perhaps a variable of the shell that is not set. "
                    + "Leave it out, or give a recipe or an override, key=value.");
            var next = place + 1 < words.Count ? words[place + 1] : null;
            if (next is not null && next.StartsWith('=') && !word.Contains('='))
                throw Spaced([word, next, .. next == "=" ? words.Skip(place + 2).Take(1) : []]);
            if (next is not null && word.EndsWith('=') && word.Length > 1 && IsRecipe(next) && !isKnown(next)) throw Spaced([word, next]);
            if (word.StartsWith('=')) throw new ConfigException($"'{word}' has no key: an override is typed key=value.");
            if (IsRecipe(word) && !isKnown(word) && Advice(word) is { } advice) throw new ConfigException(advice);
        }
    }

    private static string? Advice(string word)
    {
        if (IsToTrain(word))
            return $"there is no recipe '{word}'. '{CommandName.Text} run' trains: leave the word out, or name a recipe "
                + $"('{CommandName.Text} config list' shows them).";
        if (RunFolder.IsAt(word))
            return $"'{word}' is the folder of a run. To repeat it: {CommandName.Text} run {ShellWord.Of(RunFolder.Open(word).ConfigFile)} "
                + $"run_dir=NEW. To go on with it: {CommandName.Text} resume {ShellWord.Of(word)}.";
        if (Directory.Exists(word))
            return $"'{word}' is a folder, no recipe. {CommandName.Text} run -cp {ShellWord.Of(word)} -cn NAME runs a YAML file in it.";
        if (File.Exists(word)) return null;
        if (Pair().Match(word) is { Success: true } pair)
            return $"'{word}' is no recipe. An override is typed {pair.Groups["key"].Value}={pair.Groups["value"].Value}.";
        var top = word.Split('.')[0];
        return ConfigBinder.KeysOf<RunOptions>().Contains(top)
            ? $"'{word}' is a key, no recipe: to give it a value, type {word}=VALUE."
            : null;
    }

    private static ConfigException Spaced(IReadOnlyList<string> words) =>
        new($"'{string.Join(' ', words)}' has spaces about the '=': type {string.Concat(words)}.");

    private static bool IsConfigFile(string word) =>
        (word.EndsWith(".yaml", StringComparison.Ordinal) || word.EndsWith(".yml", StringComparison.Ordinal)) && File.Exists(word);

    // A folder in the current one may be called as an override is typed; one that is written as a path is meant as such.
    private static bool IsFolder(string word) => word.Contains('=')
        && word.IndexOfAny(['/', '\\']) is var slash
        && slash >= 0
        && slash < word.LastIndexOf('=')
        && RunFolder.IsAt(word);

    [GeneratedRegex(@"^(?<key>[A-Za-z_]\w*(?:\.\w+)*):(?<value>[^/\\].*)\z")]
    private static partial Regex Pair();
}
