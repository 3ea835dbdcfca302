using Alma.Config.Drafts;
using Alma.Config.Overrides;
using Alma.Config.Yaml;

namespace Alma.Config.Composition;

/// <summary>
/// Merges the files that a <c>defaults</c> list names. Later items win; the file's own keys stand where <c>_self_</c>
/// stands, or win over all when it is absent.
/// </summary>
/// <param name="overrides">As typed; some choose what is merged.</param>
/// <param name="limit">Counts what is read and merged.</param>
internal sealed class DefaultsList(IReadOnlyList<Override> overrides, TreeLimit limit)
{
    public const string Key = "defaults";

    // Files that each name the next one twice would be read without an end.
    private const int MostFiles = 100;

    private int filesRead;

    private readonly HashSet<Override> usedOverrides = [];

    /// <summary>The overrides that are not choices of a group's option: they are for the composed tree.</summary>
    public IEnumerable<Override> OverridesOfKeys => overrides.Where(change => !usedOverrides.Contains(change));

    public DraftMapping Compose(DraftMapping own, string file) => Compose(own, [Path.GetFullPath(file)], Path.GetDirectoryName(file) ?? "");

    private DraftMapping Compose(DraftMapping own, IReadOnlyList<string> chain, string folder)
    {
        if (own.Find(Key) is not { } defaults) return own;
        own.Remove(Key);
        var items = defaults.Value switch
        {
            DraftSequence list => list.Items.Select(DefaultsEntry.Read).Where(item => !item.IsOfHydra).ToList(),
            DraftScalar { Value: null } => [],
            _ => throw ConfigException.At(defaults.KeyOrigin, "'defaults' must be a list."),
        };
        var composed = new DraftMapping(own.Origin);
        foreach (var item in items)
        {
            if (item.IsSelf) Merge(composed, (DraftMapping)own.Copy(), item); // it may be named twice
            else foreach (var option in Chosen(item)) Merge(composed, Mounted(Load(item, option, chain, folder), item), item);
        }

        if (!items.Exists(item => item.IsSelf)) composed.Merge(own);
        return composed;
    }

    private void Merge(DraftMapping composed, DraftMapping content, DefaultsEntry item)
    {
        limit.Take(content, default, item.Origin);
        composed.Merge(content);
    }

    private IReadOnlyList<string> Chosen(DefaultsEntry item)
    {
        var choice = overrides.LastOrDefault(change => item.Group.Length > 0
            && change is { Kind: OverrideKind.Change, Value: DraftScalar { Value: string } }
            && change.Key == item.Group);
        if (choice is null) return item.Options;
        usedOverrides.Add(choice);
        return [(string)((DraftScalar)choice.Value!).Value!];
    }

    private DraftMapping Load(DefaultsEntry item, string option, IReadOnlyList<string> chain, string folder)
    {
        var groupFolder = Path.Combine(folder, item.Group);
        var path = Path.Combine(groupFolder, ConfigFile.IsNameOf(option) ? option : option + ConfigFile.Extension);
        if (!File.Exists(path))
            return item.IsOptional ? new DraftMapping(item.Origin) : throw Missing(item, option, path, groupFolder);
        var fullPath = Path.GetFullPath(path);
        if (chain.Contains(fullPath))
        {
            var circle = string.Join(" -> ", chain.Append(fullPath).Select(Path.GetFileName));
            throw ConfigException.At(item.Origin, $"'defaults' go in a circle: {circle}.");
        }

        if (++filesRead > MostFiles) throw ConfigException.At(item.Origin, $"'defaults' name more than {MostFiles} files, those that they name in turn counted too.");
        return Compose(YamlReader.Read(ConfigFile.Read(path), path, limit), [.. chain, fullPath], Path.GetDirectoryName(path) ?? "");
    }

    private static DraftMapping Mounted(DraftMapping content, DefaultsEntry item)
    {
        var steps = item.Group.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (steps.Length > DraftNode.DeepestNesting) throw ConfigException.At(item.Origin, $"nested deeper than {DraftNode.DeepestNesting} levels.");
        return steps.Reverse().Aggregate(content, (below, key) =>
        {
            var mount = new DraftMapping(item.Origin);
            mount.Set(new DraftEntry(key, item.Origin, below));
            return mount;
        });
    }

    private static ConfigException Missing(DefaultsEntry item, string option, string path, string folder)
    {
        IEnumerable<string> files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(ConfigFile.IsNameOf) : [];
        string[] present = [.. files.Select(file => Path.GetFileNameWithoutExtension(file)).Order()];
        var advice = Spelling.Advice(option, present, "names");
        return ConfigException.At(item.Origin, $"'defaults' names the file '{path}', which is not there. {advice}");
    }
}
