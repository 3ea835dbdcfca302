using Alma.Config;
using Alma.Config.Sweeping;

namespace Alma.Launching.Definitions;

/// <summary>What is to be run: a recipe, what all jobs have in common, and in what they differ.</summary>
public sealed record SweepDefinition
{
    public const int MaxJobs = 100_000;

    /// <summary>The key that names the sweep's folder; it is no key of a job.</summary>
    public const string FolderKey = RunKeys.SweepFolder;

    /// <summary>The recipe that a sweep file names, or null.</summary>
    public string? Recipe { get; init; }

    /// <summary>What the default folder is called, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Where the sweep is left, as the command line says, or null.</summary>
    public string? Folder { get; init; }

    /// <summary>Overrides of all jobs.</summary>
    public IReadOnlyList<string> Fixed { get; init; } = [];

    /// <summary>Overrides of <c>hydra.*</c>, for the launcher.</summary>
    public IReadOnlyList<string> Hydra { get; init; } = [];

    public IReadOnlyList<SweepAxis> Axes { get; init; } = [];

    public RandomSearch? Random { get; init; }

    public Halving? Halving { get; init; }

    /// <summary>The number of rungs: one without halving.</summary>
    public int RungCount => Halving?.Epochs.Count ?? 1;

    /// <summary>Adds what is typed on the command line; a key typed there replaces the axis that a file gives it.</summary>
    /// <exception cref="ConfigException">An override is wrong, or of a key that belongs to the sweep.</exception>
    public SweepDefinition With(IEnumerable<string> overrides)
    {
        var typed = overrides.Select(text => (Text: text, Swept: SweptOverride.Parse(text))).ToList();
        foreach (var (text, swept) in typed) RefuseReserved(text, swept);
        var ofRuns = typed.Select(word => word.Swept).Where(swept => !swept.IsOfHydra && swept.Key != FolderKey).ToList();
        return this with
        {
            Folder = typed.LastOrDefault(word => word.Swept.Key == FolderKey).Swept is { } named
                ? OverrideText.Unquoted(named.Values[0])
                : Folder,
            Hydra = [.. Hydra, .. typed.Where(word => word.Swept.IsOfHydra).Select(word => word.Text)],
            Fixed = [.. Fixed, .. ofRuns.Where(swept => !swept.IsSwept).Select(swept => swept.Fixed())],
            Axes =
            [
                .. Axes.Where(axis => !ofRuns.Exists(swept => swept.Key == axis.Name)),
                .. ofRuns.Where(swept => swept.IsSwept).Select(SweepAxis.Of),
            ],
        };
    }

    /// <summary>What each job of the first rung chooses, without those that come twice.</summary>
    /// <exception cref="ConfigException">There are too many, or an interval without a random search.</exception>
    public IReadOnlyList<SweepChoice> Choices()
    {
        if (Random is not null) return Distinct(Random.Draw(Axes));
        if (Axes.FirstOrDefault(axis => axis.Interval is not null) is { } drawn)
            throw new ConfigException(
                $"{drawn.Name}: an interval has no end of values; a sweep file with 'random: {{samples: N}}' draws from it.");
        if (Axes.Aggregate(1.0, (count, axis) => count * axis.Choices.Count) is > MaxJobs and var most)
            throw new ConfigException($"the sweep comes to {most:F0} jobs; at most {MaxJobs} are possible.");
        IEnumerable<SweepChoice> product = [SweepChoice.None];
        foreach (var axis in Axes) product = product.SelectMany(chosen => axis.Choices.Select(chosen.And));
        return Distinct(product);
    }

    private static List<SweepChoice> Distinct(IEnumerable<SweepChoice> choices) =>
        [.. choices.DistinctBy(choice => string.Join('\n', choice.Overrides))];

    private static void RefuseReserved(string text, SweptOverride swept)
    {
        if (swept.Key == RunKeys.RunFolder)
            throw new ConfigException(
                $"override '{text}': a sweep names the folders of its runs itself; {FolderKey}=PATH says where they are.");
        if (swept.Key == FolderKey && swept is { IsSwept: true } or { Key: FolderKey, Values: not [_] })
            throw new ConfigException($"override '{text}': a sweep has one folder.");
    }
}
