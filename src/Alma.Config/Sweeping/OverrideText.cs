using Alma.Config.Overrides;

namespace Alma.Config.Sweeping;

/// <summary>The text of a value as an override takes it: read again, it gives the same value.</summary>
public static class OverrideText
{
    public static string Of(ConfigNode node) => node switch
    {
        ConfigScalar { Value: string text } => Of(text),
        ConfigScalar scalar => OverrideWriter.OfValue(scalar.Value),
        ConfigSequence list => OverrideWriter.OfList(list.Items.Select(Of)),
        ConfigMapping section => OverrideWriter.OfSection(section.Entries.Select(entry => (entry.Key, Of(entry.Value)))),
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
    };

    /// <summary>Text is quoted where an override would read it as something else; none of it is an interpolation.</summary>
    public static string Of(string text) => OverrideWriter.OfText(InterpolatedText.Escaped(text));

    /// <summary>The text that a value of an override stands for: without its quotes and escapes.</summary>
    /// <exception cref="ConfigException">It is a list, a section or several values.</exception>
    public static string Unquoted(string value)
    {
        var origin = Origin.OnCommandLine(value);
        return OverrideReader.Read(value, origin) is ElementTerm { Node: ConfigScalar scalar }
            ? scalar.Text
            : throw ConfigException.At(origin, "expected one text.");
    }
}
