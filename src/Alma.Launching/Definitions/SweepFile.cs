using System.Buffers;
using Alma.Config;
using Alma.Config.Sweeping;

namespace Alma.Launching.Definitions;

/// <summary>Reads a sweep from a YAML file.</summary>
public static class SweepFile
{
    private static readonly SearchValues<char> nameLetters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <exception cref="ConfigException">Something in it is wrong.</exception>
    public static SweepDefinition Read(string path)
    {
        var options = ConfigBinder.Bind<SweepFileOptions>(ConfigTree.Load(path, []).Top, new ClassNames());
        if (options.Name is { } name && (name.AsSpan().IndexOfAnyExcept(nameLetters) >= 0 || name.Trim('.').Length == 0))
            throw new ConfigException($"{path}: name: found '{name}', expected letters, digits, '.', '_' and '-'.");
        var launcher = ConfigTree.LoadHydra(path, [], []).Section("launcher");
        return new SweepDefinition
        {
            Recipe = options.Recipe,
            Name = options.Name,
            Fixed = [.. Overrides(options.Overrides)],
            Hydra = [.. launcher?.Entries.Select(entry => $"hydra.launcher.{entry.Key}={OverrideText.Of(entry.Value)}") ?? []],
            Axes = [.. Parameters(options.Parameters), .. Zip(options.Zip), .. Groups(options.Groups)],
            Random = options.Random,
            Halving = options.Halving?.ToHalving(),
        };
    }

    private static IEnumerable<SweepAxis> Parameters(ConfigMapping? parameters) => parameters?.Entries.Select(Axis) ?? [];

    /// <summary>A list is taken value by value, a text in the grammar of sweeps; any other value is the only one.</summary>
    private static SweepAxis Axis(ConfigEntry entry)
    {
        var values = entry.Value switch
        {
            ConfigSequence list => $"choice({string.Join(',', list.Items.Select(OverrideText.Of))})",
            ConfigScalar { Value: string text } => text,
            _ => OverrideText.Of(entry.Value),
        };
        try
        {
            return SweepAxis.Of(SweptOverride.Parse($"{entry.Key}={values}"));
        }
        catch (ConfigException wrong)
        {
            throw new ConfigException($"{entry.KeyOrigin}: {wrong.Message}", wrong);
        }
    }

    private static IEnumerable<SweepAxis> Zip(ConfigNode? zip)
    {
        if (zip is null) return [];
        var rows = zip switch
        {
            ConfigSequence list when list.Items.All(item => item is ConfigMapping { Entries.Count: > 0 }) =>
                [.. list.Items.Select(item => ((ConfigMapping)item).Entries.Select(entry => (entry.Key, entry.Value)).ToList())],
            ConfigMapping columns when columns.Entries.All(entry => entry.Value is ConfigSequence) => Rows(columns),
            _ => throw Wrong(zip, "expected a list of sections, or a section of lists"),
        };
        if (rows.Count == 0) throw Wrong(zip, "it has no values");
        var name = string.Join(',', rows.SelectMany(row => row).Select(cell => cell.Key).Distinct());
        return [new SweepAxis(name, [.. rows.Select(row =>
            new SweepChoice(
                [.. row.Select(cell => $"{cell.Key}={OverrideText.Of(cell.Value)}")],
                [.. row.Select(cell => new JobLabel(cell.Key.TrimStart('+', '~'), OverrideText.Of(cell.Value)))]))])];
    }

    private static List<List<(string Key, ConfigNode Value)>> Rows(ConfigMapping columns)
    {
        var lists = columns.Entries.Select(entry => (entry.Key, ((ConfigSequence)entry.Value).Items)).ToList();
        if (lists.Select(list => list.Items.Count).Distinct().Count() > 1)
            throw Wrong(
                columns,
                $"its lists must be equally long, but have {string.Join(", ", lists.Select(list => $"{list.Items.Count} ({list.Key})"))} "
                + "values");
        return [.. Enumerable.Range(0, lists.Count == 0 ? 0 : lists[0].Items.Count)
            .Select(row => lists.Select(list => (list.Key, list.Items[row])).ToList())];
    }

    private static IEnumerable<SweepAxis> Groups(ConfigMapping? groups) => groups?.Entries.Select(group => new SweepAxis(
        group.Key,
        [.. Section(group.Value, "the options of the group").Entries.Select(option =>
            new SweepChoice(
                [.. Overrides(Section(option.Value, "the overrides that the option stands for"))],
                [new JobLabel(group.Key, option.Key)]))]))
        ?? [];

    private static ConfigMapping Section(ConfigNode node, string what) =>
        node is ConfigMapping { Entries.Count: > 0 } section ? section : throw Wrong(node, $"expected a section: {what}");

    private static IEnumerable<string> Overrides(ConfigMapping? section) =>
        section?.Entries.Select(entry => $"{entry.Key}={OverrideText.Of(entry.Value)}") ?? [];

    private static ConfigException Wrong(ConfigNode node, string problem) => new($"{node.Origin}: {node.Path}: {problem}.");
}

/// <summary>The keys of a sweep file.</summary>
internal sealed record SweepFileOptions
{
    /// <summary>The recipe, unless the command line names one.</summary>
    public string? Recipe { get; init; }

    /// <summary>What the sweep's folder is called.</summary>
    public string? Name { get; init; }

    /// <summary>Of all jobs: keys and values.</summary>
    public ConfigMapping? Overrides { get; init; }

    /// <summary>Keys and their values: every combination is a job.</summary>
    public ConfigMapping? Parameters { get; init; }

    /// <summary>Keys whose values go together: a list of sections, or a section of lists that are equally long.</summary>
    public ConfigNode? Zip { get; init; }

    /// <summary>By the group's name and an option's, the overrides that the option stands for.</summary>
    public ConfigMapping? Groups { get; init; }

    public RandomSearch? Random { get; init; }

    public HalvingOptions? Halving { get; init; }
}
