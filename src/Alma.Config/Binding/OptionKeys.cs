using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Alma.Config.Binding;

/// <summary>One key that a type of options has, and how its value reaches the object.</summary>
internal sealed record OptionKey(
    string Name,
    OptionType Type,
    bool IsRequired,
    object? Default,
    ParameterInfo? Parameter,
    PropertyInfo? Property,
    ValidationAttribute[] Validation);

/// <summary>The keys of a type: the parameters of its constructor, then the properties that can be set besides.</summary>
internal static class OptionKeys
{
    // A config may have thousands of sections of one type, and finding its keys takes a hundred times as long as giving them values.
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<OptionKey>> known = new();

    public static IReadOnlyList<OptionKey> Of(Type type) => known.GetOrAdd(type, Find);

    private static IReadOnlyList<OptionKey> Find(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .ToList();
        var parameters = Constructor(type)?.GetParameters() ?? [];
        var ofParameters = parameters.Select(parameter => OfParameter(parameter, properties.Find(property => IsSame(property, parameter))));
        var ofProperties = properties
            .Where(property => property.SetMethod is { IsPublic: true } && !parameters.Any(parameter => IsSame(property, parameter)))
            .Select(OfProperty);
        return [.. ofParameters, .. ofProperties];
    }

    /// <summary>The widest public constructor, a record's copy constructor aside.</summary>
    public static ConstructorInfo? Constructor(Type type) => type.GetConstructors()
        .Where(constructor => !(constructor.GetParameters() is [var only] && only.ParameterType == type))
        .MaxBy(constructor => constructor.GetParameters().Length);

    private static OptionKey OfParameter(ParameterInfo parameter, PropertyInfo? property) => new(
        SnakeCase.Of(parameter.Name!),
        new OptionType(parameter.ParameterType, new NullabilityInfoContext().Create(parameter)),
        IsRequired: !parameter.HasDefaultValue,
        parameter.HasDefaultValue ? parameter.DefaultValue : null,
        parameter,
        property,
        [.. parameter.GetCustomAttributes<ValidationAttribute>(), .. property?.GetCustomAttributes<ValidationAttribute>() ?? []]);

    private static OptionKey OfProperty(PropertyInfo property) => new(
        SnakeCase.Of(property.Name),
        new OptionType(property.PropertyType, new NullabilityInfoContext().Create(property)),
        IsRequired: property.IsDefined(typeof(RequiredMemberAttribute)),
        Default: null,
        Parameter: null,
        property,
        [.. property.GetCustomAttributes<ValidationAttribute>()]);

    private static bool IsSame(PropertyInfo property, ParameterInfo parameter) =>
        string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>
/// The key of a property: <c>MaxEpochs</c> is <c>max_epochs</c>, <c>NLayers</c> is <c>n_layers</c>,
/// <c>Conv2dSize</c> is <c>conv2d_size</c>.
/// </summary>
internal static partial class SnakeCase
{
    public static string Of(string pascalCase) => WordStart().Replace(pascalCase, "_").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")]
    private static partial Regex WordStart();
}
