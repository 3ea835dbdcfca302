namespace Alma.Config.Binding;

/// <summary>From a value in YAML to a property's type. Only what loses nothing is converted: <c>1.</c> is an int, <c>1.5</c> is not.</summary>
internal static class ScalarConversion
{
    public static bool Knows(Type type) =>
        type.IsEnum || type == typeof(string) || type == typeof(bool) || type == typeof(int) || type == typeof(long) || type == typeof(double);

    public static object Convert(ConfigNode node, Type type)
    {
        var value = (node as ConfigScalar)?.Value;
        if (type.IsEnum) return Enumerated(node, value, type);
        return Converted(value, type) ?? throw BindingError.WrongType(node, type == typeof(string) && value is not null
            ? $"{Expected(type)}: quote it"
            : Expected(type));
    }

    /// <summary>What a value of this type looks like, for errors.</summary>
    public static string Expected(Type type)
    {
        if (type.IsEnum) return $"one of: {string.Join(", ", Enum.GetNames(type).Select(SnakeCase.Of))}";
        if (type == typeof(string)) return "a text";
        if (type == typeof(bool)) return "true or false";
        if (type == typeof(int) || type == typeof(long)) return "an integer such as 10";
        return type == typeof(double) ? "a number such as 0.5" : "see the documentation of this section";
    }

    private static object? Converted(object? value, Type type) => value switch
    {
        string or bool when value.GetType() == type => value,
        long whole when type == typeof(long) => whole,
        long and >= int.MinValue and <= int.MaxValue when type == typeof(int) => (int)(long)value,
        long whole when type == typeof(double) => (double)whole,
        double number when type == typeof(double) => number,
        double and >= -9.2e18 and <= 9.2e18 when type != typeof(string) && double.IsInteger((double)value) => Converted((long)(double)value, type),
        _ => null,
    };

    private static object Enumerated(ConfigNode node, object? value, Type type)
    {
        var names = Enum.GetNames(type);
        var written = (value as string)?.Replace("_", "", StringComparison.Ordinal);
        if (names.FirstOrDefault(name => string.Equals(name, written, StringComparison.OrdinalIgnoreCase)) is { } found) return Enum.Parse(type, found);
        throw value is string text
            ? BindingError.At(node, $"found '{text}'. {Spelling.Advice(text, [.. names.Select(SnakeCase.Of)], "values")}")
            : BindingError.WrongType(node, Expected(type));
    }
}
