using Alma.Config;
using Alma.Launching.Definitions;
using Alma.Launching.Folder;

namespace Alma.Launching;

/// <summary>All jobs of a sweep, rung by rung, each with a config that has been checked.</summary>
public sealed class SweepPlan
{
    private SweepPlan(SweepDefinition definition, string recipe, IReadOnlyList<IReadOnlyList<PlannedJob>> rungs) =>
        (Definition, Recipe, Rungs) = (definition, recipe, rungs);

    public SweepDefinition Definition { get; }

    public string Recipe { get; }

    /// <summary>One without halving. Of a later rung only those jobs run whose choice was among the best of the rung before.</summary>
    public IReadOnlyList<IReadOnlyList<PlannedJob>> Rungs { get; }

    /// <summary>Where the sweep is left unless it says so: the hash is of all its configs, so another sweep has another folder.</summary>
    public string Folder
    {
        get
        {
            if (UserPath.Of(Definition.Folder ?? Rungs[0][0].Config.SweepFolder, SweepDefinition.FolderKey) is { } asked) return asked;
            var (now, before) = (DefaultFolder(config => config.Yaml), DefaultFolder(config => config.YamlAsTyped ?? config.Yaml));
            return !Directory.Exists(now) && Directory.Exists(before) ? before : now;
        }
    }

    /// <summary>Choices that come to the config of another one, and so are no job of their own.</summary>
    public int RepeatedCount { get; private init; }

    /// <summary>Checks the config of every job.</summary>
    /// <param name="check">Reads the recipe with overrides, as the run will.</param>
    /// <exception cref="ConfigException">That of a job is wrong: the message names the job.</exception>
    public static SweepPlan Make(SweepDefinition definition, string recipe, Func<IReadOnlyList<string>, CheckedConfig> check)
    {
        var choices = definition.Choices();
        var rungs = Enumerable.Range(0, definition.RungCount).Select(rung => definition.Halving?.Rung(rung) ?? SweepChoice.None).ToList();
        var names = new JobNames(choices.Concat(rungs));
        List<List<PlannedJob>> planned = [.. rungs.Select(rung =>
            choices.Select(choice => Plan(choice, rung)).DistinctBy(planned => planned.Job.ConfigHash).ToList())];
        if (definition.Halving is not null) RequireOneRanking(planned[0]);
        return new SweepPlan(definition, recipe, planned) { RepeatedCount = choices.Count - planned[0].Count };

        PlannedJob Plan(SweepChoice choice, SweepChoice rung)
        {
            var whole = choice.And(rung);
            var name = names.Of(whole);
            IReadOnlyList<string> overrides = [.. definition.Fixed, .. whole.Overrides];
            var config = Check(name, () => check(overrides));
            return new PlannedJob(new SweepJob(name, overrides, JobConfig.HashOf(config.Yaml)), choice, config);
        }
    }

    private static void RequireOneRanking(IEnumerable<PlannedJob> rung)
    {
        var datasets = rung.Select(planned => planned.Config.Datasets).OfType<string>().Distinct().ToList();
        if (datasets.Count > 1)
            throw new ConfigException(
                $"halving keeps the jobs of the best accuracy, but these learn from different data sets ({string.Join(", ", datasets)}), "
                + "whose accuracies do not compare. Make a sweep for each.");
    }

    private string DefaultFolder(Func<CheckedConfig, string> text)
    {
        var all = string.Join(
            '\n', Rungs.SelectMany(rung => rung).Select(planned => JobConfig.HashOf(text(planned.Config))).Order(StringComparer.Ordinal));
        return Path.Combine(["runs", "sweeps", .. Recipe.Split('/'), Definition.Name ?? JobConfig.HashOf(all)[..8]]);
    }

    private static CheckedConfig Check(string name, Func<CheckedConfig> check)
    {
        try
        {
            var config = check();
            return config.RunFolder is null ? config : throw new ConfigException(
                $"the config sets {RunKeys.RunFolder}, but a sweep names the folders of its runs itself; remove it with "
                + $"~{RunKeys.RunFolder}.");
        }
        catch (ConfigException wrong) when (name != JobNames.Only)
        {
            throw new ConfigException($"job {name}: {wrong.Message}", wrong);
        }
    }
}
