using System.Collections;
using System.Reflection;

namespace Alma.Config.Binding;

/// <summary>Gives each node the value that its type asks for; sections go on to <see cref="SectionBinding"/>.</summary>
internal sealed class NodeBinding
{
    private readonly SectionBinding sections;

    public NodeBinding(ClassNames classNames, IReadOnlySet<string> variables) => sections = new SectionBinding(this, classNames, variables);

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
        if (type.Conversions is { Count: > 0 } conversions) return BindConverted(node, type, conversions);
        return node is ConfigMapping mapping ? sections.Bind(mapping, type.Bare) : throw BindingError.WrongType(node, type.Expected);
    }

    private object? BindConverted(ConfigNode node, OptionType type, IReadOnlyList<MethodInfo> conversions)
    {
        var fitting = conversions.FirstOrDefault(conversion => OptionType.OfParameter(conversion).Item is not null == node is ConfigSequence);
        if (fitting is null || node is ConfigMapping) throw BindingError.WrongType(node, type.Expected);
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
