namespace Alma.Config.Yaml;

/// <summary>Writes a resolved tree as canonical YAML: block sections, lists of plain values on one line.</summary>
internal static class YamlWriter
{
    public static string Write(ConfigMapping top) =>
        string.Concat((Inline(top) is { } line ? [line] : Lines(top, "", "")).Select(text => text + "\n"));

    /// <param name="node">A section or a list with lines of its own.</param>
    /// <param name="first">What its first line begins with.</param>
    /// <param name="rest">What the others begin with.</param>
    private static IEnumerable<string> Lines(ConfigNode node, string first, string rest) => node switch
    {
        ConfigMapping mapping => mapping.Entries.SelectMany((entry, index) => Lines(entry, index == 0 ? first : rest, rest)),
        ConfigSequence sequence => sequence.Items.SelectMany((item, index) => ItemLines(item, index == 0 ? first : rest, rest)),
        _ => throw new ArgumentException("A single value has no lines of its own.", nameof(node)),
    };

    private static IEnumerable<string> Lines(ConfigEntry entry, string first, string rest)
    {
        var key = YamlText.OfText(entry.Key);
        return Inline(entry.Value) is { } value
            ? [$"{first}{key}: {value}"]
            : Lines(entry.Value, rest + "  ", rest + "  ").Prepend($"{first}{key}:");
    }

    private static IEnumerable<string> ItemLines(ConfigNode item, string first, string rest) => Inline(item) is { } value
        ? [$"{first}- {value}"]
        : Lines(item, first + "- ", rest + "  ");

    private static string? Inline(ConfigNode node) => node switch
    {
        ConfigScalar scalar => YamlText.Of(scalar.Value),
        ConfigMapping { Entries.Count: 0 } => "{}",
        ConfigSequence list when list.Items.All(item => item is ConfigScalar) => $"[{string.Join(", ", list.Items.Select(Inline))}]",
        _ => null,
    };
}
