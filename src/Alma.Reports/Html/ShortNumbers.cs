using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alma.Reports.Html;

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
