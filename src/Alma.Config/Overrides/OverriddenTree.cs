using Alma.Config.Yaml;

namespace Alma.Config.Overrides;

/// <summary>Applies overrides to a composed tree, in the order in which they were typed, with Hydra's meaning.</summary>
/// <param name="top">The tree; it is changed.</param>
/// <param name="settable">Top-level keys that can be changed though they are not there: they stand for their defaults.</param>
internal sealed class OverriddenTree(ConfigMapping top, IReadOnlyCollection<string> settable)
{
    public void Apply(Override typed)
    {
        if (typed.Package is not null || typed.Key.Contains('/'))
            throw Error(typed, $"'{typed.GroupKey}' names a group of files, which takes the name of an option, or a list of names.");
        var isDefault = typed.Kind == OverrideKind.Change && settable.Contains(typed.Steps[0]) && top[typed.Steps[0]] is null;
        var change = isDefault ? typed with { Kind = OverrideKind.AddOrChange } : typed;
        var parent = Parent(change);
        var step = change.Steps[^1];
        var present = parent.Child(step);
        switch (change.Kind)
        {
            case OverrideKind.Delete:
                Delete(change, parent, present ?? throw Missing(change, parent, change.Steps.Length - 1));
                break;
            case OverrideKind.ExtendList:
                Extend(change, present ?? throw Missing(change, parent, change.Steps.Length - 1));
                break;
            case OverrideKind.Add when !IsFree(present) && change.Value is ConfigScalar:
                var retyped = $"{Retyped(change, "")} or {Retyped(change, "++")}";
                throw Error(change, $"'{change.Key}' is already there, at {present!.Origin}. To change it: {retyped}.");
            case OverrideKind.Change when present is null:
                throw Missing(change, parent, change.Steps.Length - 1);
            default:
                Put(change, parent, step, change.Value!);
                break;
        }
    }

    /// <summary>The section or list that holds the key; adding makes the sections on the way.</summary>
    private ConfigNode Parent(Override change)
    {
        ConfigNode node = top;
        for (var depth = 0; depth < change.Steps.Length - 1; depth++)
        {
            var child = node.Child(change.Steps[depth]);
            if (IsFree(child) && change.Kind is OverrideKind.Add or OverrideKind.AddOrChange && node is ConfigMapping section)
            {
                child = new ConfigMapping(change.Origin);
                section.Set(new ConfigEntry(change.Steps[depth], change.Origin, child));
            }

            node = child ?? throw Missing(change, node, depth);
        }

        return node;
    }

    private static void Put(Override change, ConfigNode parent, string step, ConfigNode value)
    {
        switch (parent)
        {
            case ConfigMapping section when section[step] is ConfigMapping present && value is ConfigMapping given:
                foreach (var entry in given.Entries) PutBelow(change, present, entry);
                break;
            case ConfigMapping section:
                section.Set(new ConfigEntry(step, section.FindEntry(step)?.KeyOrigin ?? change.Origin, value));
                break;
            case ConfigSequence list when list.IndexOf(step) is { } index:
                list.Replace(index, value);
                break;
            default:
                var path = string.Join('.', change.Steps[..^1]);
                throw Error(change, $"there is no '{change.Key}' to give a value. {parent.AdviceOn(path, step)}");
        }
    }

    /// <summary>A section given as a value is merged into the one that is there; only adding brings new keys.</summary>
    private static void PutBelow(Override change, ConfigMapping section, ConfigEntry entry)
    {
        var below = change with { Key = $"{change.Key}.{entry.Key}", Value = entry.Value };
        if (change.Kind == OverrideKind.Change && section[entry.Key] is null)
        {
            var advice = section.AdviceOn(change.Key, entry.Key);
            throw Error(change, $"there is no '{below.Key}'. {advice} To add it: {Retyped(change, "++")}.");
        }

        Put(below, section, entry.Key, entry.Value);
    }

    private static void Delete(Override change, ConfigNode parent, ConfigNode present)
    {
        if (change.Value is not null && !change.Value.HasSameContentAs(present))
        {
            var found = present is ConfigScalar scalar ? YamlText.Of(scalar.Value) : "a section or list";
            throw Error(change, $"the value of '{change.Key}' is {found} ({present.Origin}), so it is not deleted.");
        }

        if (parent is ConfigMapping section) section.Remove(change.Steps[^1]);
        else ((ConfigSequence)parent).Remove(present);
    }

    private static void Extend(Override change, ConfigNode present)
    {
        if (present is not ConfigSequence list)
            throw Error(change, $"'{change.Key}' is no list ({present.Origin}), so extend_list has nothing to add to.");
        list.AddRange(((ConfigSequence)change.Value!).Items);
    }

    private ConfigException Missing(Override change, ConfigNode parent, int depth)
    {
        var path = string.Join('.', change.Steps[..depth]);
        var step = change.Steps[depth];
        var advice = Advice(change, parent, path, step);
        var add = change.Kind == OverrideKind.Change && parent is ConfigMapping ? $" To add it: {Retyped(change, "+")}." : "";
        return Error(change, $"there is no '{string.Join('.', change.Steps[..(depth + 1)])}'. {advice}{add}");
    }

    private string Advice(Override change, ConfigNode parent, string path, string step)
    {
        if (parent is not ConfigMapping section) return parent.AdviceOn(path, step);
        string[] keys = section == top ? [.. top.Keys.Union(settable)] : [.. section.Keys];
        return Spelling.Nearest(step, keys) is null && Elsewhere(top, "", change.Steps[^1]) is { } elsewhere
            ? $"Did you mean '{elsewhere}'?"
            : Spelling.Advice(step, keys, prefix: path.Length == 0 ? "" : path + ".");
    }

    /// <summary>Where a key of this very name stands in another section.</summary>
    private static string? Elsewhere(ConfigMapping section, string path, string key) => section.Entries
        .Where(entry => entry.Key != HydraSection.Key)
        .Select(entry => entry.Key == key ? path + key
            : entry.Value is ConfigMapping below ? Elsewhere(below, $"{path}{entry.Key}.", key)
            : null)
        .FirstOrDefault(found => found is not null);

    /// <summary>As in Hydra, null is there to be given a value.</summary>
    private static bool IsFree(ConfigNode? node) => node is null or ConfigScalar { Value: null };

    private static string Retyped(Override change, string sign) => sign + change.Origin.Override!.TrimStart('+', '~');

    private static ConfigException Error(Override change, string problem) => ConfigException.At(change.Origin, problem);
}
