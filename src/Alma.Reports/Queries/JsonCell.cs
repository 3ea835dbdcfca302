using System.Buffers;
using System.Collections;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alma.Reports.Queries;

/// <summary>
/// The answer to a query as a JSON array with an object per row. As in metrics.jsonl, what is no number is text: <c>"NaN"</c>.
/// </summary>
public static class JsonCell
{
    private const int BytesAtOnce = 1 << 16;

    // it is put into no web page
    private static readonly JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, QueryResult result)
    {
        // A writer that has a stream flushes the stream after every row.
        var waiting = new ArrayBufferWriter<byte>(2 * BytesAtOnce);
        using var json = new Utf8JsonWriter(waiting, options);
        var isFirst = true;
        foreach (var row in result.Rows)
        {
            waiting.Write(isFirst ? "[\n"u8 : ",\n"u8);
            Write(json, result.Columns, row);
            json.Flush();
            json.Reset();
            isFirst = false;
            if (waiting.WrittenCount < BytesAtOnce) continue;
            stream.Write(waiting.WrittenSpan);
            waiting.ResetWrittenCount();
        }

        waiting.Write(isFirst ? "[]\n"u8 : "\n]\n"u8);
        stream.Write(waiting.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<string> columns, IReadOnlyList<object?> row)
    {
        json.WriteStartObject();
        for (var k = 0; k < row.Count; k++)
        {
            json.WritePropertyName(columns[k]);
            Write(json, row[k]);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or uint or ulong or BigInteger or ExactNumber:
                json.WriteRawValue(CellText.Of(value));
                break;
            case string text: json.WriteStringValue(text); break;
            case IDictionary map: Write(json, map); break;
            case IEnumerable list: Write(json, list); break;
            default: json.WriteStringValue(CellText.Of(value)); break;
        }
    }

    private static void Write(Utf8JsonWriter json, IDictionary map)
    {
        json.WriteStartObject();
        foreach (DictionaryEntry entry in map)
        {
            json.WritePropertyName(CellText.Of(entry.Key));
            Write(json, entry.Value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (var item in list) Write(json, item);
        json.WriteEndArray();
    }
}
