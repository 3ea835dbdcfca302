using System.Collections.Immutable;
using System.Reflection;

namespace Alma.Config.Binding;

/// <summary>The type a value must get, with what the compiler noted about null at every level of it.</summary>
internal sealed record OptionType(Type Type, NullabilityInfo? Nullability)
{
    private static readonly Type[] Lists =
        [typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IEnumerable<>), typeof(IList<>), typeof(List<>), typeof(ImmutableArray<>)];

    private static readonly Type[] Dictionaries = [typeof(Dictionary<,>), typeof(IDictionary<,>), typeof(IReadOnlyDictionary<,>)];

    /// <summary>The type without the <c>?</c> of a value type.</summary>
    public Type Bare => Nullable.GetUnderlyingType(Type) ?? Type;

    public bool AllowsNull => Nullable.GetUnderlyingType(Type) is not null || (!Type.IsValueType && Nullability?.WriteState == NullabilityState.Nullable);

    /// <summary>What the items of a list are, or null when this is no list.</summary>
    public OptionType? Item => Type.IsArray
        ? new OptionType(Type.GetElementType()!, Nullability?.ElementType)
        : Argument(Lists, 0);

    /// <summary>What the values of a dictionary are, or null when this is no dictionary from string.</summary>
    public OptionType? DictionaryValue => Argument(Dictionaries, 1) is { } value && Type.GenericTypeArguments[0] == typeof(string) ? value : null;

    /// <summary>Items in the very collection that the property has.</summary>
    public object Collect(IReadOnlyList<object?> items)
    {
        var array = Array.CreateInstance(Item!.Type, items.Count);
        for (var index = 0; index < items.Count; index++) array.SetValue(items[index], index);
        if (Type.IsInstanceOfType(array)) return array;
        return Type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? typeof(ImmutableArray).GetMethods().Single(method => method.Name == nameof(ImmutableArray.Create)
                && method.GetParameters() is [{ ParameterType.IsArray: true }]).MakeGenericMethod(Item.Type).Invoke(null, [array])!
            : Activator.CreateInstance(Type, array)!;
    }

    private OptionType? Argument(Type[] generic, int index) => Type.IsGenericType && generic.Contains(Type.GetGenericTypeDefinition())
        ? new OptionType(Type.GenericTypeArguments[index], Nullability?.GenericTypeArguments.ElementAtOrDefault(index))
        : null;
}
