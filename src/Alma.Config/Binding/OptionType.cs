using System.Collections.Immutable;
using System.Reflection;

namespace Alma.Config.Binding;

/// <summary>The type a value must get, with what the compiler noted about null at every level of it.</summary>
internal sealed record OptionType(Type Type, NullabilityInfo? Nullability)
{
    private static readonly Type[] lists =
    [
        typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>),
        typeof(IList<>), typeof(List<>), typeof(ImmutableArray<>),
    ];

    private static readonly Type[] dictionaries = [typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)];

    /// <summary>The type without the <c>?</c> of a value type.</summary>
    public Type Bare => Nullable.GetUnderlyingType(Type) ?? Type;

    public bool AllowsNull => Nullable.GetUnderlyingType(Type) is not null
        || (!Type.IsValueType && Nullability?.WriteState == NullabilityState.Nullable);

    /// <summary>What the items of a list are, or null when this is no list.</summary>
    public OptionType? Item => Bare.IsArray
        ? new OptionType(Bare.GetElementType()!, Nullability?.ElementType)
        : Argument(lists, 0);

    /// <summary>What the values of a dictionary are, or null when this is no dictionary from string.</summary>
    public OptionType? DictionaryValue =>
        Argument(dictionaries, 1) is { } value && Bare.GenericTypeArguments[0] == typeof(string) ? value : null;

    /// <summary>The implicit conversions by which a type says that it may be written as a number or, say, as a list of them.</summary>
    public IReadOnlyList<MethodInfo> Conversions => [.. Bare.GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.Name == "op_Implicit" && method.ReturnType == Bare)];

    /// <summary>The conversion that takes what a node is, or null where there is none.</summary>
    public MethodInfo? ConversionOf(ConfigNode node) => node is ConfigMapping
        ? null
        : Conversions.FirstOrDefault(conversion => OfParameter(conversion).Item is not null == node is ConfigSequence);

    /// <summary>What a value of this type looks like, for errors.</summary>
    public string Expected
    {
        get
        {
            if (Bare.IsEnum) return $"one of: {string.Join(", ", Enum.GetNames(Bare).Select(SnakeCase.Of))}";
            if (Bare == typeof(string)) return "a text";
            if (Bare == typeof(bool)) return "true or false";
            if (Bare == typeof(int) || Bare == typeof(long)) return "an integer such as 10";
            if (Bare == typeof(double)) return "a number such as 0.5";
            if (Item is null && Conversions is { Count: > 0 } conversions)
                return string.Join(" or ", conversions.Select(conversion => OfParameter(conversion).Expected));
            return Item is not null || Bare == typeof(ConfigSequence) ? "a list such as [1, 2]" : "a section of 'key: value' lines";
        }
    }

    /// <summary>What an implicit conversion converts.</summary>
    public static OptionType OfParameter(MethodInfo conversion) => new(conversion.GetParameters()[0].ParameterType, null);

    /// <summary>Items in the very collection that the property has.</summary>
    public object Collect(IReadOnlyList<object?> items)
    {
        var array = Array.CreateInstance(Item!.Type, items.Count);
        for (var index = 0; index < items.Count; index++) array.SetValue(items[index], index);
        if (Bare.IsInstanceOfType(array)) return array;
        return Bare.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? typeof(ImmutableArray).GetMethods().Single(method => method.Name == nameof(ImmutableArray.Create)
                && method.GetParameters() is [{ ParameterType.IsArray: true }]).MakeGenericMethod(Item.Type).Invoke(null, [array])!
            : Activator.CreateInstance(Bare, array)!;
    }

    private OptionType? Argument(Type[] generic, int index) => Bare.IsGenericType && generic.Contains(Bare.GetGenericTypeDefinition())
        ? new OptionType(Bare.GenericTypeArguments[index], Nullability?.GenericTypeArguments.ElementAtOrDefault(index))
        : null;
}
