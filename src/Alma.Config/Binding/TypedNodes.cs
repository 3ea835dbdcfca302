namespace Alma.Config.Binding;

/// <summary>
/// Writes nodes that have been bound in the types of their keys, so that one value has one text: a float key's <c>1</c> is <c>1.0</c>, an
/// int key's <c>1e2</c> is <c>100</c>, and a class has its short name.
/// </summary>
internal sealed class TypedNodes(SectionBinding sections, ClassNames classNames)
{
    public ConfigNode Of(ConfigNode node, OptionType type)
    {
        if (node is ConfigScalar { Value: null } || type.Type.IsInstanceOfType(node)) return node;
        if (ScalarConversion.Knows(type.Bare))
            return new ConfigScalar(node.Path, node.Origin, ScalarConversion.Plain(ScalarConversion.Convert(node, type)));
        if (type.Item is { } item && node is ConfigSequence list)
            return new ConfigSequence(list.Path, list.Origin, list.Items.Select(child => Of(child, item)));
        if (type.DictionaryValue is { } value && node is ConfigMapping dictionary)
            return With(dictionary, entry => entry with { Value = Of(entry.Value, value) });
        if (type.ConversionOf(node) is { } conversion) return Of(node, OptionType.OfParameter(conversion));
        return node is ConfigMapping section ? Section(section, type.Bare) : node;
    }

    private ConfigMapping Section(ConfigMapping section, Type declared)
    {
        var (kind, selector) = sections.KindOf(section, declared);
        var types = OptionKeys.Of(kind).ToDictionary(key => key.Name, key => key.Type);
        return With(section, entry => entry == selector ? Named(section, entry, declared, kind)
            : types.TryGetValue(entry.Key, out var type) ? entry with { Value = Of(entry.Value, type) }
            : entry);
    }

    private ConfigEntry Named(ConfigMapping section, ConfigEntry selector, Type declared, Type kind)
    {
        var key = classNames.KeysOf(declared)[0];
        var path = section.Path.Length == 0 ? key : $"{section.Path}.{key}";
        return new ConfigEntry(key, selector.KeyOrigin, new ConfigScalar(path, selector.Value.Origin, classNames.NameOf(kind)));
    }

    private static ConfigMapping With(ConfigMapping section, Func<ConfigEntry, ConfigEntry> change) =>
        new(section.Path, section.Origin, section.Entries.Select(change));
}
