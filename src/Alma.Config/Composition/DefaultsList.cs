using Alma.Config.Overrides;
using Alma.Config.Yaml;

namespace Alma.Config.Composition;

/// <summary>
/// Merges the files that a <c>defaults</c> list names, as Hydra does. Later items win; the file's own keys stand where <c>_self_</c>
/// stands, or win over all when it is absent.
/// </summary>
/// <param name="overrides">As typed; some choose what is merged.</param>
/// <param name="file">The config; groups are looked for beside it.</param>
/// <param name="limit">Counts what is read and merged.</param>
internal sealed class DefaultsList(IReadOnlyList<Override> overrides, string file, TreeLimit limit)
{
    public const string Key = "defaults";

    // Files that each name the next one twice would be read without an end.
    private const int MaxFiles = 100;

    private readonly ConfigFolders folders = new(file);
    private readonly GroupChoices choices = new(overrides, new ConfigFolders(file));
    private int filesRead;

    /// <summary>The overrides that are not choices of a group's option: they are for the composed tree.</summary>
    public IEnumerable<Override> OverridesOfKeys => choices.OverridesOfKeys;

    public ConfigMapping Compose(ConfigMapping own, string yaml)
    {
        var parts = Parts(own, yaml);
        if (parts is [{ Package: "" } only]) return only.Content;
        var composed = new ConfigMapping(own.Origin);
        foreach (var part in parts)
        {
            limit.Add(part.Content, default, part.Origin);
            composed.Merge(part.Mounted());
        }

        return composed;
    }

    /// <summary>What is merged, in this order.</summary>
    public IReadOnlyList<ConfigPart> Parts(ConfigMapping own, string yaml)
    {
        var place = new FilePlace(
            folders.Tops[0], "", PackageName.Joined("", PackageName.InHeader(yaml) ?? ""), [Path.GetFullPath(file)], IsLate: false);
        var parts = Parts(own, place, choices.Added);
        choices.RefuseUnused();
        return parts;
    }

    /// <summary>A file's own keys and all that its list names, in the order in which they are merged.</summary>
    private IReadOnlyList<ConfigPart> Parts(ConfigMapping own, FilePlace place, List<DefaultsEntry> added)
    {
        var entries = Entries(own);
        if (entries.Count == 0 && added.Count == 0) return [new ConfigPart(own, place.Chain[^1], place.Package, own.Origin)];
        if (!entries.Exists(entry => entry.IsSelf)) entries.Add(DefaultsEntry.Self(own.Origin));
        TakeOverrides(entries, place);
        entries.AddRange(added);
        // What is named last can override what is named before, so it is read first.
        var parts = new IReadOnlyList<ConfigPart>?[entries.Count];
        for (var at = entries.Count - 1; at >= 0; at--)
        {
            if (entries[at].IsSelf) parts[at] = [new ConfigPart(own, place.Chain[^1], place.Package, entries[at].Origin)];
            else if (entries[at].IsOverride) parts[at] = [];
            else if (!IsInterpolated(entries[at], place)) parts[at] = Chosen(entries[at], place);
        }

        return [.. entries.SelectMany((entry, at) => parts[at] ?? Chosen(Interpolated(entry), place with { IsLate = true }))];
    }

    private static List<DefaultsEntry> Entries(ConfigMapping own)
    {
        if (own.FindEntry(Key) is not { } defaults) return [];
        own.Remove(Key);
        var entries = defaults.Value switch
        {
            ConfigSequence list => list.Items.Select(DefaultsEntry.Read).Where(entry => !entry.IsOfHydra).ToList(),
            ConfigScalar { Value: null } => [],
            _ => throw ConfigException.At(defaults.KeyOrigin, "'defaults' must be a list."),
        };
        return entries.Where(entry => entry.IsSelf).Skip(1).FirstOrDefault() is { } twice
            ? throw ConfigException.At(twice.Origin, "'_self_' stands here for the second time.")
            : entries;
    }

    private void TakeOverrides(List<DefaultsEntry> entries, FilePlace place)
    {
        var first = entries.FindIndex(entry => entry.IsOverride);
        if (first < 0) return;
        if (entries.Skip(first).FirstOrDefault(entry => !entry.IsOverride && !entry.IsSelf) is { } late)
            throw ConfigException.At(
                late.Origin,
                $"this item comes after 'override {entries[first].Group}' ({entries[first].Origin}); "
                + "items that override stand at the end of the list.");
        if (place.IsLate)
            throw ConfigException.At(
                entries[first].Origin,
                "a file that an item with an interpolation chooses cannot override other items: they are read before it is known.");
        foreach (var entry in entries.Where(entry => entry.IsOverride)) choices.Override(entry.Key(place.Folder, place.Package), entry);
    }

    private bool IsInterpolated(DefaultsEntry entry, FilePlace place) =>
        (entry.IsFile || choices.For(entry.Key(place.Folder, place.Package)) is null)
        && entry.Names.Prepend(entry.Group).Any(name => name.Contains("${", StringComparison.Ordinal));

    private DefaultsEntry Interpolated(DefaultsEntry entry) => entry.IsList
        ? throw ConfigException.At(entry.Origin, "an item with several options cannot have interpolations.")
        : entry with
        {
            Group = GroupReference.Replace(entry.Group, choices.Known, entry.Origin),
            Names = [.. entry.Names.Select(name => GroupReference.Replace(name, choices.Known, entry.Origin))]
        };

    private IReadOnlyList<ConfigPart> Chosen(DefaultsEntry written, FilePlace place)
    {
        var key = written.Key(place.Folder, place.Package);
        var choice = written.IsFile ? null : choices.For(key);
        var entry = choice is null ? written : written with
        {
            Names = choice.Names,
            IsList = choice.IsList,
            IsOptional = written.IsOptional && choice.Typed is null,
            Origin = choice.Origin
        };
        if (!entry.IsFile && !entry.IsList)
        {
            var name = entry.Names.Count == 0 ? null : entry.Names[0];
            if (choices.IsDeleted(key, name)) return [];
            choices.Note(key, name, entry.Origin);
            if (name == "???")
                throw ConfigException.At(
                    entry.Origin,
                    $"the group '{key}' is marked ??? and must be chosen: {key}=OPTION. "
                    + $"{Spelling.Advice("???", folders.OptionsOf(entry.GroupPath(place.Folder)), "options")}");
        }

        return [.. entry.Names.Reverse()
            .Select(name => Load(entry, name, place))
            .ToList()
            .AsEnumerable()
            .Reverse()
            .SelectMany(parts => parts)];
    }

    private IReadOnlyList<ConfigPart> Load(DefaultsEntry entry, string name, FilePlace place)
    {
        var group = entry.GroupPath(place.Folder);
        var tops = entry.IsAbsolute ? folders.Tops : [place.Top];
        var top = tops.FirstOrDefault(top => File.Exists(ConfigFolders.PathOf(top, group, name)));
        if (top is null) return entry.IsOptional ? [] : throw Missing(entry, name, ConfigFolders.PathOf(tops[0], group, name), tops, group);
        var path = ConfigFolders.PathOf(top, group, name);
        var fullPath = Path.GetFullPath(path);
        if (place.Chain.Contains(fullPath))
        {
            var circle = string.Join(" -> ", place.Chain.Append(fullPath).Select(Path.GetFileName));
            throw ConfigException.At(entry.Origin, $"'defaults' go in a circle: {circle}.");
        }

        if (++filesRead > MaxFiles)
            throw ConfigException.At(
                entry.Origin, $"'defaults' name more than {MaxFiles} files, those that they name in turn counted too.");
        var yaml = ConfigFile.Read(path);
        var package = entry.FinalPackage(place.Folder, place.Package, PackageName.InHeader(yaml));
        return Parts(
            YamlReader.Read(yaml, path, limit),
            place with { Top = top, Folder = group, Package = package, Chain = [.. place.Chain, fullPath] },
            []);
    }

    private static ConfigException Missing(DefaultsEntry entry, string name, string path, IReadOnlyList<string> tops, string group)
    {
        string[] present = [.. tops.SelectMany(top => ConfigFolders.Options(Path.Combine(top, group))).Distinct()];
        return ConfigException.At(entry.Origin, entry.Origin.IsOverride
            ? $"the group '{group}' has no option '{name}': the file '{path}' is not there. {Spelling.Advice(name, present, "options")}"
            : $"'defaults' names the file '{path}', which is not there. {Spelling.Advice(name, present, "names")}");
    }
}
