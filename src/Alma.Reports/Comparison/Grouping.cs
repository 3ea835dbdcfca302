using Alma.Reports.Summary;
using Alma.Runs;

namespace Alma.Reports.Comparison;

/// <summary>Puts runs into groups by the values of some keys.</summary>
/// <param name="Keys">Of configs, or <see cref="ConfigKeys.Recipe"/>.</param>
/// <param name="Groups">In the order of their first runs.</param>
public sealed record Grouping(IReadOnlyList<string> Keys, IReadOnlyList<RunGroup> Groups)
{
    private const string Everything = "all runs";

    /// <summary>Groups by these keys.</summary>
    public static Grouping By(IReadOnlyList<string> keys, IReadOnlyList<RunSummary> runs) =>
        new(keys, [.. runs.GroupBy(run => Label(run, keys)).Select(group => RunGroup.Of(group.Key, [.. group]))]);

    /// <summary>The groups by ascending average error; those of runs that did not measure it last.</summary>
    public IReadOnlyList<RunGroup> ByAverageError() =>
        [.. Groups.OrderBy(group => group.Mean(RunMeasure.AverageError)?.Mean ?? double.PositiveInfinity)];

    /// <summary>All that <see cref="KeysNamed"/> may be asked for: keys and their last parts.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<RunSummary> runs) =>
        [.. runs.SelectMany(run => run.Config.Values.Keys)
            .Distinct()
            .SelectMany(key => (string[])[key, key[(key.LastIndexOf('.') + 1)..]])
            .Distinct()
            .Prepend(ConfigKeys.Recipe)];

    /// <summary>
    /// The keys to group by if nobody says: the recipe if it differs, and what else differs in learning within a recipe. Of keys that
    /// always differ together, as where one value is put in for several keys, the one of fewest parts.
    /// </summary>
    public static IReadOnlyList<string> DefaultKeys(IReadOnlyList<RunSummary> runs)
    {
        var within = runs.GroupBy(run => run.Manifest.Recipe)
            .SelectMany(recipe => ConfigKeys.Differing([.. recipe]))
            .Where(ConfigKeys.ChangesLearning)
            .ToHashSet();
        return [.. ConfigKeys.Differing(runs)
            .Where(key => key == ConfigKeys.Recipe || within.Contains(key))
            .GroupBy(key => PartitionBy(key, runs))
            .Select(together => together.MinBy(key => key.Count(letter => letter == '.'))!)];
    }

    /// <summary>Equal for keys that part the runs alike.</summary>
    private static string PartitionBy(string key, IReadOnlyList<RunSummary> runs)
    {
        var values = runs.Select(run => ConfigKeys.Value(run, key)).ToList();
        var places = values.Distinct().Select((value, place) => (value, place)).ToDictionary(pair => pair.value, pair => pair.place);
        return string.Join(' ', values.Select(value => places[value]));
    }

    /// <summary>The keys that the user's words mean: whole keys, or their last parts where only one key ends so.</summary>
    /// <param name="asked">What the words were given as, for messages: the name of an option.</param>
    /// <exception cref="RunFolderException">A word means no key of the configs, or several.</exception>
    public static IReadOnlyList<string> KeysNamed(IEnumerable<string> words, IReadOnlyList<RunSummary> runs, string asked = "key")
    {
        List<string> keys = [.. runs.SelectMany(run => run.Config.Values.Keys).Distinct().Prepend(ConfigKeys.Recipe)];
        return [.. words.Select(word => KeyNamed(word, keys, runs, asked)).Distinct()];
    }

    private static string KeyNamed(string word, List<string> keys, IReadOnlyList<RunSummary> runs, string asked)
    {
        if (keys.Contains(word)) return word;
        List<string> ending = [.. keys.Where(key => key.EndsWith($".{word}", StringComparison.Ordinal))];
        if (ending.Count == 1) return ending[0];
        if (ending.Count > 1)
            throw new RunFolderException($"{asked} {word} may mean {string.Join(" or ", ending)}: give the whole key.");
        var differing = string.Join(", ", ConfigKeys.Differing(runs));
        throw new RunFolderException(
            $"{asked} {word}: no config of these runs has such a key. "
            + $"{(differing.Length == 0 ? "They differ in no key." : $"They differ in: {differing}.")}");
    }

    /// <summary>The recipe by itself, other keys with their names' last part.</summary>
    private static string Label(RunSummary run, IReadOnlyList<string> keys) => keys.Count == 0
        ? Everything
        : string.Join(
            ", ", keys.Select(key => key == ConfigKeys.Recipe ? run.Manifest.Recipe : $"{Short(key, keys)}={ConfigKeys.Value(run, key)}"));

    private static string Short(string key, IReadOnlyList<string> keys)
    {
        var last = key[(key.LastIndexOf('.') + 1)..];
        return keys.Count(other => other.EndsWith($".{last}", StringComparison.Ordinal) || other == last) == 1 ? last : key;
    }
}
