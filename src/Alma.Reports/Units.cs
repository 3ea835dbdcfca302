using System.Globalization;
using Alma.Runs.Metrics;

namespace Alma.Reports;

/// <summary>Numbers as people read them; one that is missing is a dash.</summary>
public static class Units
{
    /// <summary>Stands for what is missing, in every table.</summary>
    public const string Missing = "-";

    private static readonly string[] prefixes = ["", " k", " M", " G", " T", " P", " E"];

    /// <summary>0.9695 is <c>96.95 %</c>.</summary>
    public static string Percent(double? fraction) => Format(fraction, value => Text($"{100 * value:F2} %"));

    /// <summary>111150 is <c>111,150</c>.</summary>
    public static string Count(long? count) => count is { } value ? Text($"{value:N0}") : Missing;

    /// <summary>0.45211 is <c>0.4521</c>.</summary>
    public static string Plain(double? number) => Format(number, value => Text($"{value:F4}"));

    /// <summary>12345678901 is <c>12.3 G</c>: three digits and the decimal prefix.</summary>
    public static string Magnitude(double? number) => Format(number, value =>
    {
        var index = 0;
        // 999.5 would be shown as 1000.
        for (; Math.Abs(value) >= 999.5 && index < prefixes.Length - 1; value /= 1000)
            index++;
        var digits = index == 0 ? "0.##" : Math.Abs(value) switch { < 9.995 => "0.00", < 99.95 => "0.0", _ => "0" };
        return value.ToString(digits, CultureInfo.InvariantCulture) + prefixes[index];
    });

    /// <summary>668,000 bytes are <c>668 kB</c>.</summary>
    public static string Bytes(double? bytes) =>
        Format(bytes, value => Magnitude(value) is var text && text.Contains(' ') ? $"{text}B" : $"{text} B");

    /// <summary>5.23 seconds are <c>5.2 s</c>, 65 are <c>1 m 05 s</c>, 7380 are <c>2 h 03 m</c>.</summary>
    public static string Duration(double? seconds) => Format(seconds, value =>
    {
        if (value < 59.95)
            return Text($"{value:F1} s");
        var whole = (long)Math.Round(value);
        return whole < 3600 ? Text($"{whole / 60} m {whole % 60:D2} s") : Text($"{whole / 3600} h {whole % 3600 / 60:D2} m");
    });

    /// <summary>A moment in UTC, to the minute: <c>2026-11-23 10:05</c>.</summary>
    public static string Moment(DateTimeOffset? time) => time is { } value ? Text($"{value.UtcDateTime:yyyy-MM-dd HH:mm}") : Missing;

    /// <summary>A number in one of the styles.</summary>
    internal static string In(NumberStyle style, double? number) => style switch
    {
        NumberStyle.Percent => Percent(number),
        NumberStyle.Plain => Plain(number),
        NumberStyle.Count => Count((long?)number),
        NumberStyle.Bytes => Bytes(number),
        NumberStyle.Duration => Duration(number),
        _ => Magnitude(number),
    };

    private static string Format(double? number, Func<double, string> format) => number switch
    {
        null => Missing,
        { } value when !double.IsFinite(value) => value.ToString(CultureInfo.InvariantCulture),
        { } value => format(value),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>How numbers are written, in text and on axes. The page's script has the same styles.</summary>
public enum NumberStyle
{
    Percent,
    Plain,
    Count,
    Magnitude,
    Bytes,
    Duration,
}

/// <summary>How numbers of each unit are written.</summary>
internal static class UnitStyles
{
    public static NumberStyle InText(MetricUnit unit) => unit switch
    {
        MetricUnit.Fraction => NumberStyle.Percent,
        MetricUnit.SumOfFractions or MetricUnit.Nats => NumberStyle.Plain,
        MetricUnit.Parameters or MetricUnit.Epochs or MetricUnit.Examples or MetricUnit.Count => NumberStyle.Count,
        MetricUnit.Bytes => NumberStyle.Bytes,
        MetricUnit.Seconds => NumberStyle.Duration,
        _ => NumberStyle.Magnitude,
    };

    /// <summary>Counts that may be of millions have prefixes there.</summary>
    public static NumberStyle OnAxis(MetricUnit unit) => unit == MetricUnit.Parameters ? NumberStyle.Magnitude : InText(unit);
}
