using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Runs.Metrics;

namespace Alma.Reports.Html;

/// <summary>A metric as the page's script needs it: what it is called and in which styles its numbers are written.</summary>
/// <param name="Text">The style of its numbers in text: a <see cref="NumberStyle"/> in the script's words.</param>
/// <param name="Ticks">That of its numbers on an axis.</param>
internal sealed record ShownMetric(string Title, string Text, string Ticks)
{
    public static ShownMetric Of(Metric metric, string? title = null) =>
        new(title ?? metric.Title, Word(UnitStyles.InText(metric.Unit)), Word(UnitStyles.OnAxis(metric.Unit)));

    /// <summary>
    /// A value for the script: parameters and bytes keep all their digits, others as many as <see cref="ShortNumbers"/> gives them.
    /// </summary>
    public static object? Value(Metric metric, double? value) =>
        metric.Unit is MetricUnit.Parameters or MetricUnit.Bytes ? (object?)(long?)value : value;

    private static string Word(NumberStyle style) => style.ToString().ToLowerInvariant();
}

/// <summary>Numbers with as many digits as a chart can show, so that a report stays small; what is no number becomes null.</summary>
internal sealed class ShortNumbers : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value)) writer.WriteRawValue(value.ToString("G6", CultureInfo.InvariantCulture));
        else writer.WriteNullValue();
    }
}
