using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Alma.Config.Yaml;

namespace Alma.Config.Binding;

/// <summary>Checks a bound value against the validation attributes of its property, and says what would be valid.</summary>
internal static class ValidRange
{
    public static void Check(ConfigNode node, object? value, ValidationAttribute rule)
    {
        if (value is null) return;
        if (node is ConfigSequence list && rule is RangeAttribute or AllowedValuesAttribute or RegularExpressionAttribute)
        {
            foreach (var (child, item) in list.Items.Zip(((IEnumerable)value).Cast<object?>())) Check(child, item, rule);
            return;
        }

        if (rule is RangeAttribute range ? IsWithin(range, value) : rule.IsValid(value)) return;
        var finite = value is double number && !double.IsFinite(number) ? "a finite number, " : "";
        throw BindingError.At(node, $"found {BindingError.Found(node)}, valid is {finite}{Valid(rule)}.");
    }

    private static bool IsWithin(RangeAttribute range, object value)
    {
        var number = Number(value);
        return (range.MinimumIsExclusive ? number > Number(range.Minimum) : number >= Number(range.Minimum))
            && (range.MaximumIsExclusive ? number < Number(range.Maximum) : number <= Number(range.Maximum));
    }

    private static string Valid(ValidationAttribute rule) => rule switch
    {
        // Words of its own say more; some attributes come with a template of theirs.
        { ErrorMessage: { } described } when !described.Contains("{0}", StringComparison.Ordinal) => described,
        RangeAttribute range => Valid(range),
        AllowedValuesAttribute allowed => $"one of: {string.Join(", ", allowed.Values)}",
        MinLengthAttribute least => $"a length of at least {least.Length}",
        MaxLengthAttribute most => $"a length of at most {most.Length}",
        LengthAttribute length => $"a length from {length.MinimumLength} to {length.MaximumLength}",
        RegularExpressionAttribute pattern => $"a text that matches {pattern.Pattern}",
        _ => $"what {rule.GetType().Name.Replace("Attribute", "", StringComparison.Ordinal)} allows",
    };

    private static string Valid(RangeAttribute range)
    {
        var least = (range.MinimumIsExclusive ? "more than " : "at least ") + Written(range.Minimum);
        var most = (range.MaximumIsExclusive ? "less than " : "at most ") + Written(range.Maximum);
        if (IsUnbounded(range.Maximum)) return least;
        return IsUnbounded(range.Minimum) ? most : $"{least} and {most}";
    }

    private static bool IsUnbounded(object bound) =>
        bound is int.MaxValue or int.MinValue || Math.Abs(Number(bound)) >= long.MaxValue;

    private static double Number(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static string Written(object bound) =>
        bound is double number ? YamlText.Of(number) : Convert.ToString(bound, CultureInfo.InvariantCulture)!;
}
