using Alma.Runs;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Alma.Reports.Summary;

/// <summary>The resolved config of a run: its text, and its values by dotted keys, in the order in which they stand.</summary>
/// <param name="Yaml">The content of <c>config.yaml</c>.</param>
/// <param name="Values">Such as <c>clmodel.optim.lr</c>: <c>1.0</c>. Items of lists have their index as last part of the key.</param>
public sealed record RunConfig(string Yaml, IReadOnlyDictionary<string, string> Values)
{
    private const int MaxValues = 10_000;
    private const int MaxDepth = 64;

    /// <summary>Of a run that was killed before it wrote one.</summary>
    public static RunConfig None { get; } = new("", new Dictionary<string, string>());

    /// <summary>The keys whose values are text by their quotes, though they may look like numbers.</summary>
    public IReadOnlySet<string> Quoted { get; init; } = new HashSet<string>();

    public string? this[string key] => Values.GetValueOrDefault(key);

    /// <exception cref="RunFolderException">The file is no config.</exception>
    public static RunConfig Read(RunFolder folder)
    {
        if (!File.Exists(folder.ConfigFile)) return None;
        var yaml = folder.ReadConfig();
        try
        {
            RefuseDeepNesting(yaml);
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            var values = new OrderedDictionary<string, string>();
            var quoted = new HashSet<string>();
            if (stream.Documents is [{ RootNode: var root }]) Flatten(root, "", 0, values, quoted);
            return new RunConfig(yaml, values) { Quoted = quoted };
        }
        catch (YamlException fault)
        {
            throw new RunFolderException($"{folder.ConfigFile}, line {fault.Start.Line}: {fault.Message}", fault);
        }
    }

    // The reader of trees calls itself for each level, and running out of stack ends the process.
    private static void RefuseDeepNesting(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth + 2)
                throw new YamlException(parser.Current.Start, parser.Current.End, $"The config has more than {MaxDepth} levels.");
        }
    }

    private static void Flatten(YamlNode node, string key, int depth, OrderedDictionary<string, string> values, HashSet<string> quoted)
    {
        // Aliases can make a small file an endless tree.
        if (depth > MaxDepth || values.Count > MaxValues)
            throw new YamlException(node.Start, node.End, $"The config has more than {MaxValues} values or {MaxDepth} levels.");
        switch (node)
        {
            case YamlMappingNode mapping when mapping.Children.Count > 0:
                foreach (var (name, child) in mapping.Children)
                    Flatten(child, Join(key, (name as YamlScalarNode)?.Value ?? "?"), depth + 1, values, quoted);
                break;
            case YamlSequenceNode sequence when sequence.Children.Count > 0:
                for (var k = 0; k < sequence.Children.Count; k++)
                    Flatten(sequence.Children[k], Join(key, $"{k}"), depth + 1, values, quoted);
                break;
            default:
                if (node is YamlScalarNode { Style: not ScalarStyle.Plain }) quoted.Add(key);
                values[key] = node switch { YamlScalarNode scalar => scalar.Value ?? "", YamlSequenceNode => "[]", _ => "{}" };
                break;
        }
    }

    private static string Join(string key, string name) => key.Length == 0 ? name : $"{key}.{name}";
}
