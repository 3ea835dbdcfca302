using Alma.Config.Overrides;

namespace Alma.Config.Composition;

/// <summary>An option or options chosen for a group, and where.</summary>
internal sealed record GroupChoice(IReadOnlyList<string> Names, bool IsList, Origin Origin, Override? Typed);

/// <summary>
/// Which options of groups are chosen: by overrides, by <c>override</c> items and by the items of <c>defaults</c> themselves.
/// </summary>
internal sealed class GroupChoices
{
    private readonly Dictionary<string, GroupChoice> choices = [];
    private readonly Dictionary<string, Override> deletions = [];
    private readonly HashSet<string> used = [];
    private readonly Dictionary<string, string?> known = [];
    private readonly Dictionary<string, Origin> origins = [];
    private readonly HashSet<Override> usedOverrides = [];
    private readonly IReadOnlyList<Override> overrides;

    public GroupChoices(IReadOnlyList<Override> overrides, ConfigFolders folders)
    {
        this.overrides = overrides;
        foreach (var change in overrides.Where(change => !HydraSection.IsMeantBy(change)))
        {
            if (change.Kind == OverrideKind.Change && Names(change) is { Count: > 0 } names)
                choices[change.GroupKey] = new GroupChoice(names, change.Value is ConfigSequence, change.Origin, change);
            if (change.Kind == OverrideKind.Delete && change.Value is null or ConfigScalar) deletions[change.GroupKey] = change;
            if (change.Kind is OverrideKind.Add or OverrideKind.AddOrChange && AddedBy(change, folders) is { } added) Added.Add(added);
        }
    }

    /// <summary>What <c>+group=option</c> adds to the list.</summary>
    public List<DefaultsEntry> Added { get; } = [];

    /// <summary>The overrides that are not choices of a group's option: they are for the composed tree.</summary>
    public IEnumerable<Override> OverridesOfKeys => overrides.Where(change => !usedOverrides.Contains(change));

    public IReadOnlyDictionary<string, string?> Known => known;

    /// <summary>An item <c>override group: option</c>; the first that is met counts.</summary>
    public void Override(string key, DefaultsEntry entry) =>
        choices.TryAdd(key, new GroupChoice(entry.Names, entry.IsList, entry.Origin, null));

    public GroupChoice? For(string key)
    {
        if (!choices.TryGetValue(key, out var choice)) return null;
        used.Add(key);
        if (choice.Typed is { } typed)
            foreach (var change in overrides.Where(change =>
                change.Kind == typed.Kind && change.GroupKey == key && Names(change) is { Count: > 0 }))
                usedOverrides.Add(change);
        return choice;
    }

    public bool IsDeleted(string key, string? name)
    {
        if (!deletions.TryGetValue(key, out var change)) return false;
        if (change.Value is ConfigScalar given && given.Text != (name ?? "null"))
            throw ConfigException.At(change.Origin, $"the option of the group '{key}' is {name ?? "null"}, so it is not deleted.");
        usedOverrides.Add(change);
        return true;
    }

    /// <summary>Takes note of what is chosen; a group has one choice.</summary>
    public void Note(string key, string? name, Origin at)
    {
        if (known.TryAdd(key, name)) origins.Add(key, at);
        else if (name is not null || known[key] is not null) throw Twice(key, (name, at), (known[key], origins[key]));
    }

    private static ConfigException Twice(string key, (string? Name, Origin At) one, (string? Name, Origin At) other)
    {
        var (late, early) = other.At.IsOverride ? (other, one) : (one, other);
        var change = late.At.IsOverride ? $"{key}={late.Name}" : $"'- override {key}: {late.Name}', at the end of the list";
        return ConfigException.At(
            late.At,
            $"the group '{key}' is already chosen, at {early.At}: {early.Name ?? "null"}. To change a choice that another item makes: "
            + $"{change}.");
    }

    /// <exception cref="ConfigException">Something was chosen for a group that no item names.</exception>
    public void RefuseUnused()
    {
        foreach (var (key, choice) in choices.Where(choice => !used.Contains(choice.Key)))
        {
            if (choice.Typed is null)
                throw ConfigException.At(choice.Origin, $"there is no '- {key}: ...' among the defaults to override. {Advice(key)}");
            if (IsOfGroup(choice.Typed))
                throw ConfigException.At(
                    choice.Origin, $"there is no group '{key}' among the defaults. {Advice(key)} To add it: +{choice.Origin.Override}.");
        }

        foreach (var change in deletions.Values.Where(change => !usedOverrides.Contains(change) && IsOfGroup(change)))
            throw ConfigException.At(change.Origin, $"there is no group '{change.GroupKey}' among the defaults. {Advice(change.GroupKey)}");
    }

    private string Advice(string key) => Spelling.Advice(key, [.. known.Keys.Order(StringComparer.Ordinal)], "groups");

    private static bool IsOfGroup(Override change) => change.Package is not null || change.Key.Contains('/');

    private static IReadOnlyList<string>? Names(Override change) => change.Value is null ? null : GroupNames.Of(change.Value);

    private DefaultsEntry? AddedBy(Override change, ConfigFolders folders)
    {
        if (Names(change) is not { Count: > 0 } names || change.Key.Contains('.')) return null;
        var options = folders.OptionsOf(change.Key);
        if (options.Count == 0)
            return IsOfGroup(change)
                ? throw ConfigException.At(
                    change.Origin,
                    $"there is no folder of options '{change.Key}' in "
                    + $"{string.Join(" or ", folders.Tops.Select(top => top.Length == 0 ? "." : top))}.")
                : null;
        if (change.Kind == OverrideKind.AddOrChange)
            throw ConfigException.At(
                change.Origin,
                $"'{change.Key}' is a group of files: +{change.Key}=OPTION adds it, {change.Key}=OPTION chooses another; ++ does neither.");
        usedOverrides.Add(change);
        return new DefaultsEntry(
            "/" + change.Key, change.Package is "" ? PackageName.Global : change.Package, names, change.Value is ConfigSequence, false,
            false, false, change.Origin);
    }
}
