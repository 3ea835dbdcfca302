using System.Collections;
using System.Reflection;
using Alma.Config.Binding;
using Alma.Config.Sweeping;
using Alma.Config.Yaml;

namespace Alma.Config;

/// <summary>
/// What options come to, value by value under dotted keys, whether a config says it or leaves it to a default. Two configs whose values
/// are the same are one config, however they are written.
/// </summary>
public static class OptionValues
{
    /// <summary>The values: null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/> or <see cref="string"/>.</summary>
    /// <param name="options">As <see cref="ConfigBinder"/> makes them.</param>
    /// <param name="classNames">The table with which they were bound.</param>
    public static IReadOnlyDictionary<string, object?> Of<TOptions>(TOptions options, ClassNames classNames)
        where TOptions : notnull
    {
        var values = new OrderedDictionary<string, object?>();
        Add(options, new OptionType(typeof(TOptions), Nullability: null), "", classNames, values);
        return values;
    }

    /// <summary>The keys in which two configs differ, with the text of both values.</summary>
    public static IReadOnlyList<ValueDifference> Differences(
        IReadOnlyDictionary<string, object?> there, IReadOnlyDictionary<string, object?> asked) =>
        [
            .. there.Keys.Union(asked.Keys)
                .Where(key => there.ContainsKey(key) != asked.ContainsKey(key) || !Equals(there[key], asked[key]))
                .Select(key => new ValueDifference(key, Line(key, there), Line(key, asked))),
        ];

    /// <summary>A value as text, without the quotes that YAML may need.</summary>
    public static string Text(object? value) => value as string ?? YamlText.Of(value);

    private static string Line(string key, IReadOnlyDictionary<string, object?> values) =>
        values.TryGetValue(key, out var value) ? $"{key}: {YamlText.Of(value)}" : $"no {key}";

    private static void Add(object? value, OptionType type, string path, ClassNames classNames, OrderedDictionary<string, object?> values)
    {
        switch (value)
        {
            case null:
                values[path] = null;
                break;
            case ConfigNode node:
                values[path] = OverrideText.Of(node);
                break;
            case not null when ScalarConversion.Knows(type.Bare):
                values[path] = ScalarConversion.Plain(value);
                break;
            case not null when type.Item is null && type.Conversions.Count > 0:
                List<object?> numbers = [.. Inside(value)];
                values[path] = numbers is [var only] ? only : $"[{string.Join(", ", numbers.Select(YamlText.Of))}]";
                break;
            case IDictionary dictionary when type.DictionaryValue is { } below:
                foreach (DictionaryEntry entry in dictionary) Add(entry.Value, below, Join(path, entry.Key), classNames, values);
                if (dictionary.Count == 0) values[path] = "{}";
                break;
            case IEnumerable list when type.Item is { } item:
                var items = list.Cast<object?>().ToList();
                for (var index = 0; index < items.Count; index++) Add(items[index], item, Join(path, index), classNames, values);
                if (items.Count == 0) values[path] = "[]";
                break;
            default:
                AddSection(value, type.Bare, path, classNames, values);
                break;
        }
    }

    private static void AddSection(
        object options, Type declared, string path, ClassNames classNames, OrderedDictionary<string, object?> values)
    {
        var kind = options.GetType();
        if (classNames.NamesOf(declared).Count > 0) values[Join(path, classNames.KeysOf(declared)[0])] = classNames.NameOf(kind);
        foreach (var key in OptionKeys.Of(kind))
            if (key.Property is { CanRead: true } property)
                Add(property.GetValue(options), key.Type, Join(path, key.Name), classNames, values);
    }

    /// <summary>
    /// What a type of several written forms keeps, which it need not show:
    /// one number and a list of that number are alike where they mean the same.
    /// </summary>
    private static IEnumerable<object?> Inside(object? value) => value switch
    {
        null => [],
        IConvertible => [ScalarConversion.Plain(value)],
        IEnumerable list => list.Cast<object?>().SelectMany(Inside),
        _ => value.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(field => Inside(field.GetValue(value))),
    };

    private static string Join(string path, object step) => path.Length == 0 ? $"{step}" : $"{path}.{step}";
}

/// <summary>A key in which two configs differ.</summary>
/// <param name="Key">Dotted.</param>
/// <param name="There">The line of the config that is there.</param>
/// <param name="Asked">The line of the config that was asked for.</param>
public sealed record ValueDifference(string Key, string There, string Asked);
