namespace Alma.Config.Binding;

/// <summary>
/// From a value in YAML to a property's type. Only what loses nothing is converted: <c>1.</c> is an int, <c>1.5</c> is not.
/// </summary>
internal static class ScalarConversion
{
    private static readonly Type[] types = [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(double)];

    public static bool Knows(Type type) => type.IsEnum || types.Contains(type);

    public static object Convert(ConfigNode node, OptionType type)
    {
        var value = (node as ConfigScalar)?.Value;
        if (type.Bare.IsEnum) return Enumerated(node, value, type);
        if (Converted(value, type.Bare) is { } converted) return converted;
        throw BindingError.WrongType(node, value switch
        {
            not null when type.Bare == typeof(string) => $"{type.Expected}: quote it",
            long when type.Bare == typeof(int) => $"an integer from {int.MinValue} to {int.MaxValue}",
            _ => type.Expected,
        });
    }

    /// <summary>A value that was converted, as a config has it: null, bool, long, double or string.</summary>
    public static object? Plain(object? value) => value switch
    {
        int whole => (long)whole,
        Enum named => SnakeCase.Of(named.ToString()),
        _ => value,
    };

    private static object? Converted(object? value, Type type) => value switch
    {
        string or bool when value.GetType() == type => value,
        long whole when type == typeof(long) => whole,
        long and >= int.MinValue and <= int.MaxValue when type == typeof(int) => (int)(long)value,
        long whole when type == typeof(double) => (double)whole,
        double number when type == typeof(double) => number + 0.0, // -0.0 and 0.0 are one value
        double number and >= -9.2e18 and <= 9.2e18 when double.IsInteger(number) => Converted((long)number, type),
        _ => null,
    };

    private static object Enumerated(ConfigNode node, object? value, OptionType type)
    {
        var names = Enum.GetNames(type.Bare);
        var written = (value as string)?.Replace("_", "", StringComparison.Ordinal);
        if (names.FirstOrDefault(name => string.Equals(name, written, StringComparison.OrdinalIgnoreCase)) is { } found)
            return Enum.Parse(type.Bare, found);
        throw value is string text
            ? BindingError.At(node, $"found '{text}'. {Spelling.Advice(text, [.. names.Select(SnakeCase.Of)], "values")}")
            : BindingError.WrongType(node, type.Expected);
    }
}
