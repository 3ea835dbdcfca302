using System.Collections;
using System.Reflection;

namespace Alma.Config.Binding;

/// <summary>Gives each node the value that its type asks for; sections go on to <see cref="SectionBinding"/>.</summary>
internal sealed class NodeBinding
{
    private readonly SectionBinding sections;
    private readonly ClassNames classNames;

    public NodeBinding(ClassNames classNames, IReadOnlySet<string> variables) =>
        (sections, this.classNames) = (new SectionBinding(this, classNames, variables), classNames);

    /// <summary>Writes what this binds in the types of its keys.</summary>
    public TypedNodes Typed => new(sections, classNames);

    public object? Bind(ConfigNode node, OptionType type)
    {
        if (node is ConfigScalar { Value: null } && type.AllowsNull) return null;
        if (type.Type.IsInstanceOfType(node)) return node;
        if (type.Type.IsAssignableTo(typeof(ConfigNode))) throw BindingError.WrongType(node, type.Expected);
        if (node is ConfigScalar { Value: "???" })
            throw BindingError.At(node, $"it is marked ??? and must be given: {node.Path}=VALUE.");
        if (ScalarConversion.Knows(type.Bare)) return ScalarConversion.Convert(node, type);
        if (type.Item is { } item) return BindList(node, type, item);
        if (type.DictionaryValue is { } value) return BindDictionary(node, type, value);
        if (type.Conversions.Count > 0) return BindConverted(node, type);
        return node is ConfigMapping mapping ? sections.Bind(mapping, type.Bare) : throw BindingError.WrongType(node, type.Expected);
    }

    private object? BindConverted(ConfigNode node, OptionType type)
    {
        var fitting = type.ConversionOf(node) ?? throw BindingError.WrongType(node, type.Expected);
        try
        {
            return fitting.Invoke(null, [Bind(node, OptionType.OfParameter(fitting))]);
        }
        catch (TargetInvocationException refusal) when (refusal.InnerException is ArgumentException reason)
        {
            throw new ConfigException(BindingError.At(node, reason.Message).Message, reason);
        }
    }

    private object BindList(ConfigNode node, OptionType type, OptionType item) => node is ConfigSequence list
        ? type.Collect([.. list.Items.Select(child => Bind(child, item))])
        : throw BindingError.WrongType(node, type.Expected);

    private object BindDictionary(ConfigNode node, OptionType type, OptionType value)
    {
        if (node is not ConfigMapping mapping) throw BindingError.WrongType(node, type.Expected);
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value.Type))!;
        foreach (var entry in mapping.Entries) dictionary.Add(entry.Key, Bind(entry.Value, value));
        return dictionary;
    }
}
