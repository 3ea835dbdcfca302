using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Alma.Config.Yaml;

/// <summary>
/// Reads one YAML document. It follows the parser's events itself, because every key and value must keep
/// its place in the file and a duplicate key must cite both places.
/// </summary>
internal sealed class YamlReader
{
    private readonly string file;
    private readonly Parser parser;
    private readonly Dictionary<string, ConfigNode> anchors = [];
    private readonly TreeLimit limit;

    private YamlReader(string yaml, string file, TreeLimit limit)
    {
        (this.file, this.limit) = (file, limit);
        parser = new Parser(new StringReader(yaml));
    }

    /// <param name="limit">Counts what is read; files that become one tree share it.</param>
    public static ConfigMapping Read(string yaml, string file, TreeLimit limit)
    {
        var reader = new YamlReader(yaml, file, limit);
        try
        {
            return reader.ReadDocument();
        }
        catch (YamlException bad)
        {
            var start = Origin.InFile(file, (int)bad.Start.Line, (int)bad.Start.Column);
            throw ConfigException.At(start, $"this is not valid YAML: {bad.Message}", bad);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet stumbles over an open bracket followed by a key, and over a tag that is no URI, instead of refusing them.
            var last = reader.parser.Current is { } at ? reader.Place(at) : Origin.InFile(file, 1, 1);
            throw ConfigException.At(
                last, "this is not valid YAML from here on; a bracket or a quote may be left open, or a tag be wrong.", failure);
        }
    }

    private ConfigMapping ReadDocument()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _)) return new ConfigMapping(Origin.InFile(file, 1, 1));
        var document = parser.Consume<DocumentStart>();
        var start = Place(document);
        // Each use of such a tag would make a copy of its text.
        if (document.Tags?.Any(tag => tag.Handle is not ("!" or "!!")) == true)
            throw ConfigException.At(start, "a %TAG directive means nothing in a config.");
        var top = ReadNode(path: []);
        parser.Consume<DocumentEnd>();
        if (!parser.Accept<StreamEnd>(out _))
            throw ConfigException.At(Place(parser.Current!), "a second YAML document starts here; a config is one document.");
        return top switch
        {
            ConfigMapping mapping => mapping,
            ConfigScalar { Value: null } => new ConfigMapping(start),
            _ => throw ConfigException.At(top.Origin, "the top level of a config must be 'key: value' lines."),
        };
    }

    private ConfigNode ReadNode(string[] path)
    {
        if (parser.TryConsume<AnchorAlias>(out var alias)) return Anchored(alias, PlaceOf(path));
        var start = parser.Consume<NodeEvent>();
        limit.Add(ConfigScalar.Of((start as Scalar)?.Value, Place(start)), PlaceOf(path), Place(start));
        ConfigNode node = start switch
        {
            Scalar scalar => ReadScalar(scalar),
            SequenceStart sequence => ReadSequence(sequence, path),
            MappingStart mapping => ReadMapping(mapping, path),
            _ => throw ConfigException.At(Place(start), "this is not valid YAML: a value was expected."),
        };
        if (!start.Anchor.IsEmpty) anchors[start.Anchor.Value] = node;
        return node;
    }

    private ConfigNode Anchored(AnchorAlias alias, TreePlace place)
    {
        if (!anchors.TryGetValue(alias.Value.Value, out var node))
            throw ConfigException.At(Place(alias), $"*{alias.Value} has no &{alias.Value} that ends before it.");
        limit.Add(node, place, Place(alias));
        return node.Copy();
    }

    private ConfigSequence ReadSequence(SequenceStart start, string[] path)
    {
        var items = new List<ConfigNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(ReadNode([.. path, $"{items.Count}"]));
        return new ConfigSequence(Place(start), items);
    }

    private ConfigMapping ReadMapping(MappingStart start, string[] path)
    {
        var own = new ConfigMapping(Place(start));
        var merged = new ConfigMapping(own.Origin);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadKey();
            var value = ReadNode([.. path, key.Value]);
            if (key is { Value: "<<", Style: ScalarStyle.Plain }) MergeInto(merged, value);
            else if (own.FindEntry(key.Value) is not { } first) own.Set(new ConfigEntry(key.Value, Place(key), value));
            else throw Duplicate(key, [.. path, key.Value], first);
        }

        foreach (var entry in own.Entries) merged.Set(entry);
        return merged;
    }

    private Scalar ReadKey()
    {
        if (!parser.TryConsume<Scalar>(out var key)) throw ConfigException.At(Place(parser.Current!), "a key must be plain text.");
        return key.Value.Length <= TreeLimit.LongestKey
            ? key
            : throw ConfigException.At(Place(key), $"a key has at most {TreeLimit.LongestKey} characters.");
    }

    /// <summary>Of several merged sections the first one that has a key gives its value.</summary>
    private static void MergeInto(ConfigMapping merged, ConfigNode source)
    {
        foreach (var section in source is ConfigSequence several ? several.Items : [source])
        {
            if (section is not ConfigMapping mapping)
                throw ConfigException.At(section.Origin, "'<<' merges sections: expected an alias of a section, or a list of them.");
            foreach (var entry in mapping.Entries.Where(entry => merged[entry.Key] is null)) merged.Set(entry);
        }
    }

    private ConfigScalar ReadScalar(Scalar scalar)
    {
        var quoted = scalar.Style != ScalarStyle.Plain;
        var tag = scalar.Tag.IsEmpty ? null : scalar.Tag.Value;
        object? value = tag switch
        {
            null => quoted ? scalar.Value : YamlScalarType.Resolve(scalar.Value),
            "!" or "tag:yaml.org,2002:str" => scalar.Value,
            "tag:yaml.org,2002:float" when YamlScalarType.Resolve(scalar.Value) is long whole => (double)whole,
            "tag:yaml.org,2002:int" or "tag:yaml.org,2002:float" or "tag:yaml.org,2002:bool" or "tag:yaml.org,2002:null" =>
                YamlScalarType.Resolve(scalar.Value),
            _ => throw ConfigException.At(Place(scalar), $"the tag {tag} is not known. Valid tags: !!str, !!int, !!float, !!bool, !!null."),
        };
        return ConfigScalar.Of(value, Place(scalar), scalar.Value);
    }

    private ConfigException Duplicate(Scalar key, string[] path, ConfigEntry first) => ConfigException.At(
        Place(key),
        $"duplicate key '{string.Join('.', path)}': it is already given at {first.KeyOrigin}.");

    private static TreePlace PlaceOf(string[] path) => new(path.Length, path.Sum(step => 1 + step.Length));

    private Origin Place(ParsingEvent at) => Origin.InFile(file, (int)at.Start.Line, (int)at.Start.Column);
}
