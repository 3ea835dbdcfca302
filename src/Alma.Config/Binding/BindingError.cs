using Alma.Config.Yaml;

namespace Alma.Config.Binding;

/// <summary>The sentences that the binder says, each with the place and the key.</summary>
internal static class BindingError
{
    public static ConfigException At(ConfigNode node, string problem) =>
        ConfigException.At(node.Origin, node.Path.Length == 0 ? problem : $"{node.Path}: {problem}");

    public static ConfigException WrongType(ConfigNode node, string expected) => At(node, $"found {Found(node)}, expected {expected}.");

    public static ConfigException MissingKey(ConfigMapping section, string key, string expected) => ConfigException.At(
        section.Origin,
        $"{(section.Path.Length == 0 ? "the config" : $"the section '{section.Path}'")} has no key '{key}', which it needs: {expected}.");

    public static string Found(ConfigNode node) => node switch
    {
        ConfigMapping => "a section",
        ConfigSequence list => $"a list of {list.Items.Count}",
        ConfigScalar { Value: null } => "null",
        ConfigScalar { Value: string text } => $"the text '{text}'",
        ConfigScalar scalar => YamlText.Of(scalar.Value),
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
    };
}
