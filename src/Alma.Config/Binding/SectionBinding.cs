using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Alma.Config.Binding;

/// <summary>Makes an object of options from a section.</summary>
internal sealed class SectionBinding(NodeBinding nodes, ClassNames classNames, IReadOnlySet<string> variables)
{
    public object Bind(ConfigMapping section, Type declared)
    {
        var (type, selector) = KindOf(section, declared);
        var keys = OptionKeys.Of(type);
        foreach (var entry in section.Entries.Where(entry => entry != selector)) RefuseUnknown(section, entry, keys);
        var values = keys.Where(key => section[key.Name] is not null).ToDictionary(key => key, key => Value(section[key.Name]!, key));
        if (keys.FirstOrDefault(key => key.IsRequired && !values.ContainsKey(key)) is { } missing)
            throw BindingError.MissingKey(section, missing.Name, missing.Type.Expected);
        var options = Create(section, type, keys, values);
        RefuseContradictions(section, options, keys);
        return options;
    }

    /// <summary>The options that a section gives, and its entry that says which.</summary>
    public (Type Type, ConfigEntry? Selector) KindOf(ConfigMapping section, Type declared)
    {
        var selector = Selector(section, declared);
        var type = selector is null ? declared : Selected(selector, declared);
        return type.IsAbstract ? throw MissingClassName(section, type) : (type, selector);
    }

    /// <summary>
    /// Asks options that know which of their values do not go together. They say what is wrong of the first of the properties that they
    /// name, and may name all of these in their words: a config has keys for them.
    /// </summary>
    private static void RefuseContradictions(ConfigMapping section, object options, IReadOnlyList<OptionKey> keys)
    {
        if (options is not IValidatableObject validatable) return;
        if (validatable.Validate(new ValidationContext(options)).FirstOrDefault() is not { } refusal) return;
        OptionKey[] wrong =
            [.. refusal.MemberNames.Select(name => keys.FirstOrDefault(key => key.Property?.Name == name)).OfType<OptionKey>()];
        var problem = wrong.Aggregate(
            $"{refusal.ErrorMessage}.",
            (words, key) => Regex.Replace(words, $@"\b{key.Property!.Name}\b", key.Name));
        throw BindingError.At((wrong is [var first, ..] ? section[first.Name] : null) ?? section, problem);
    }

    private object? Value(ConfigNode node, OptionKey key)
    {
        var value = nodes.Bind(node, key.Type);
        foreach (var rule in key.Validation) ValidRange.Check(node, value, rule);
        return value;
    }

    private ConfigEntry? Selector(ConfigMapping section, Type declared)
    {
        if (!declared.IsAbstract && classNames.NamesOf(declared).Count == 0) return null;
        return classNames.KeysOf(declared)
            .Select(key => section.Entries.FirstOrDefault(entry => entry.Key == key))
            .FirstOrDefault(entry => entry is not null);
    }

    private Type Selected(ConfigEntry selector, Type declared)
    {
        if (selector.Value is not ConfigScalar { Value: string name }) throw BindingError.WrongType(selector.Value, "the name of a class");
        if (classNames.Find(declared, name) is { } type) return type;
        var valid = classNames.NamesOf(declared);
        var advice = classNames.LibraryOf(declared, name) is { } library
            ? $"Of {library} there are here: {string.Join(", ", valid)}."
            : Spelling.Advice(name.Split('.')[^1], valid, "names");
        throw BindingError.At(selector.Value, $"unknown class '{name}'. {advice}");
    }

    private ConfigException MissingClassName(ConfigMapping section, Type type) =>
        BindingError.MissingKey(section, classNames.KeysOf(type)[0], $"one of: {string.Join(", ", classNames.NamesOf(type))}");

    private void RefuseUnknown(ConfigMapping section, ConfigEntry entry, IReadOnlyList<OptionKey> keys)
    {
        var isVariable = section.Path.Length == 0 && variables.Contains(entry.Key);
        if (isVariable || keys.Any(key => key.Name == entry.Key)) return;
        var prefix = section.Path.Length == 0 ? "" : section.Path + ".";
        throw ConfigException.At(
            entry.KeyOrigin,
            $"unknown key '{prefix}{entry.Key}'. {Spelling.Advice(entry.Key, [.. keys.Select(key => key.Name)], prefix: prefix)}");
    }

    private static object Create(ConfigMapping section, Type type, IReadOnlyList<OptionKey> keys, Dictionary<OptionKey, object?> values)
    {
        try
        {
            var arguments = keys.Where(key => key.Parameter is not null)
                .Select(key => values.GetValueOrDefault(key, key.Default))
                .ToArray();
            var options = OptionKeys.Constructor(type)?.Invoke(arguments) ?? RuntimeHelpers.GetUninitializedObject(type);
            foreach (var (key, value) in values.Where(pair => pair.Key.Parameter is null)) key.Property!.SetValue(options, value);
            return options;
        }
        catch (TargetInvocationException refusal) when (refusal.InnerException is ArgumentException reason)
        {
            throw new ConfigException(BindingError.At(section, reason.Message).Message, reason);
        }
    }
}
