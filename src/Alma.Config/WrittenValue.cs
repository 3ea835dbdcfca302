using Alma.Config.Yaml;

namespace Alma.Config;

/// <summary>
/// A value of a config as the file says it: nothing is merged, resolved or bound, so that configs of other versions can be read too.
/// </summary>
/// <param name="Key">Dotted; items of lists have their index as its last part.</param>
/// <param name="Text">As written, without quotes; <c>[]</c> and <c>{}</c> of what is empty.</param>
/// <param name="IsText">Whether it is text, though it may look like a number: it is quoted.</param>
public sealed record WrittenValue(string Key, string Text, bool IsText)
{
    /// <summary>All values, in the order in which they stand.</summary>
    /// <param name="fileName">What errors cite.</param>
    /// <exception cref="ConfigException">It is no config.</exception>
    public static IReadOnlyList<WrittenValue> ReadAll(string yaml, string fileName) =>
        [.. Below(YamlReader.Read(yaml, fileName, new TreeLimit()), "")];

    private static IEnumerable<WrittenValue> Below(ConfigNode node, string key) => node switch
    {
        ConfigMapping { Entries: { Count: > 0 } entries } => entries.SelectMany(entry => Below(entry.Value, Join(key, entry.Key))),
        ConfigSequence { Items: { Count: > 0 } items } => items.SelectMany((item, index) => Below(item, Join(key, $"{index}"))),
        ConfigScalar scalar => [new(key, scalar.Text, scalar.Value is string)],
        ConfigSequence => [new(key, "[]", IsText: false)],
        _ when key.Length == 0 => [],
        _ => [new(key, "{}", IsText: false)],
    };

    private static string Join(string key, string step) => key.Length == 0 ? step : $"{key}.{step}";
}
