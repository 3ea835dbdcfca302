using Alma.Config;
using Alma.Reports.Summary;

namespace Alma.Reports.Comparison;

/// <summary>What the keys of a config are to a comparison.</summary>
public static class ConfigKeys
{
    /// <summary>Stands for the recipe's name, beside the keys of configs.</summary>
    public const string Recipe = "recipe";

    /// <summary>Whether it only chooses the draws: the number of a replicate does as a seed does.</summary>
    public static bool IsSeed(string key) => LastPart(key) == RunKeys.Seed || key == RunKeys.Replicate;

    /// <summary>Whether runs that differ in the key learn in another way, not merely with other draws or in another place.</summary>
    public static bool ChangesLearning(string key) =>
        !IsSeed(key) && !RunKeys.SaysHowDataIsRead(key) && !RunKeys.IsLeftOutOfComparisons(key);

    /// <summary>A run's value; <see cref="Units.Missing"/> where its config lacks the key.</summary>
    public static string Value(RunSummary run, string key) => key == Recipe ? run.Manifest.Recipe : run.Config[key] ?? Units.Missing;

    /// <summary>All seeds of a run, which pair it with runs of other groups.</summary>
    public static string SeedsOf(RunSummary run) =>
        string.Join(
            " ", run.Config.Values
                .Where(value => IsSeed(value.Key) && value.Key != RunKeys.Seed && value is not { Key: RunKeys.Replicate, Value: "0" })
                .Select(value => $"{value.Key}={value.Value}")
                .Prepend($"seed={run.Manifest.Seed}"));

    /// <summary>Equal for runs of one config and one seed: they say the same thing twice.</summary>
    public static string ReplicateOf(RunSummary run) =>
        string.Join('\n', run.Config.Values.Where(value => ChangesLearning(value.Key))
            .Select(value => $"{value.Key}={value.Value}")
            .Order(StringComparer.Ordinal)
            .Prepend(SeedsOf(run)));

    /// <summary>The keys in which the runs differ, in the order of their configs; <see cref="Recipe"/> first if it is one.</summary>
    public static IReadOnlyList<string> Differing(IReadOnlyList<RunSummary> runs) =>
        [.. runs.SelectMany(run => run.Config.Values.Keys)
            .Distinct()
            .Prepend(Recipe)
            .Where(key => runs.Select(run => Value(run, key)).Distinct().Skip(1).Any())];

    private static string LastPart(string key) => key[(key.LastIndexOf('.') + 1)..];
}
