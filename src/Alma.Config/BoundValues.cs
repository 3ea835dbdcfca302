using System.Collections;
using System.Globalization;
using Alma.Config.Binding;
using Alma.Config.Yaml;

namespace Alma.Config;

/// <summary>
/// Options as a flat list of values by their keys, defaults included: <c>clmodel.optim.lr</c> is <c>1</c>, whether it was written 1, 1.0,
/// 1e0 or not at all. Two configs are the same where these are.
/// </summary>
public static class BoundValues
{
    /// <summary>Values in the order of the options' properties; a section has its class, a list its length.</summary>
    /// <param name="options">Bound from <paramref name="tree"/>, or changed since.</param>
    public static IReadOnlyList<BoundValue> Of(object options, ConfigTree tree) => [.. Values("", options, tree)];

    private static IEnumerable<BoundValue> Values(string path, object? value, ConfigTree tree) => value switch
    {
        null => [new(path, "null")],
        string or bool or int or long or double or Enum => [new(path, Text(value))],
        ConfigNode node => [new(path, TextOf(node))],
        IDictionary dictionary => dictionary.Keys.Cast<string>().SelectMany(key => Values(Under(path, key), dictionary[key], tree)).Prepend(new(path, $"{dictionary.Count} keys")),
        IEnumerable list => OfList(path, [.. list.Cast<object?>()], tree),
        _ when IsConverted(value) => [new(path, tree.Find(path) is { } node ? TextOf(node) : "the default")],
        _ => OptionKeys.Of(value.GetType()).Where(key => key.Property is not null)
            .SelectMany(key => Values(Under(path, key.Name), key.Property!.GetValue(value), tree))
            .Prepend(new(path, ClassName(value.GetType()))),
    };

    private static IEnumerable<BoundValue> OfList(string path, object?[] items, ConfigTree tree) =>
        items.SelectMany((item, k) => Values(Under(path, $"{k}"), item, tree)).Prepend(new(path, $"a list of {items.Length}"));

    // Such a type keeps what it was written as to itself.
    private static bool IsConverted(object value) => new OptionType(value.GetType(), null).Conversions.Count > 0;

    private static string ClassName(Type type)
    {
        const string suffix = "Options";
        return type.Name.EndsWith(suffix, StringComparison.Ordinal) ? type.Name[..^suffix.Length] : type.Name;
    }

    private static string Text(object value) => value switch
    {
        Enum choice => SnakeCase.Of(choice.ToString()),
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string TextOf(ConfigNode node) => node switch
    {
        ConfigScalar { Value: long whole } => Text((double)whole),
        ConfigScalar { Value: double number } => Text(number),
        ConfigScalar scalar => YamlText.Of(scalar.Value),
        ConfigSequence list => $"[{string.Join(", ", list.Items.Select(TextOf))}]",
        ConfigMapping section => $"{{{string.Join(", ", section.Entries.Select(entry => $"{entry.Key}: {TextOf(entry.Value)}"))}}}",
        _ => throw new ArgumentException($"{node.GetType()} is not a node of a config.", nameof(node)),
    };

    private static string Under(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

/// <summary>One value of options: a dotted key and what it is set to, as text.</summary>
public sealed record BoundValue(string Key, string Text);
