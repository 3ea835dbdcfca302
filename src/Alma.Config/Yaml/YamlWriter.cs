namespace Alma.Config.Yaml;

/// <summary>Writes a resolved tree as canonical YAML: block sections, lists of plain values on one line.</summary>
internal static class YamlWriter
{
    public static string Write(ConfigMapping top) =>
        string.Concat((Inline(top) is { } line ? [line] : Lines(top)).Select(text => text + "\n"));

    private static IEnumerable<string> Lines(ConfigNode node) => node switch
    {
        ConfigMapping mapping => mapping.Entries.SelectMany(Lines),
        ConfigSequence sequence => sequence.Items.SelectMany(ItemLines),
        _ => throw new ArgumentException("A single value has no lines of its own.", nameof(node)),
    };

    private static IEnumerable<string> Lines(ConfigEntry entry)
    {
        var key = YamlText.OfText(entry.Key);
        return Inline(entry.Value) is { } value ? [$"{key}: {value}"] : Lines(entry.Value).Select(line => "  " + line).Prepend(key + ":");
    }

    private static IEnumerable<string> ItemLines(ConfigNode item) => Inline(item) is { } value
        ? [$"- {value}"]
        : Lines(item).Select((line, index) => (index == 0 ? "- " : "  ") + line);

    private static string? Inline(ConfigNode node) => node switch
    {
        ConfigScalar scalar => YamlText.Of(scalar.Value),
        ConfigMapping { Entries.Length: 0 } => "{}",
        ConfigSequence list when list.Items.All(item => item is ConfigScalar) => $"[{string.Join(", ", list.Items.Select(Inline))}]",
        _ => null,
    };
}
