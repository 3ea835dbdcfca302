using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alma.Runs.Metrics;

/// <summary>A metric row as one line of JSON. Numbers are written with as many digits as give the same number back.</summary>
internal static class MetricJson
{
    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static byte[] Write(MetricRow row) => JsonSerializer.SerializeToUtf8Bytes(row, options);

    /// <exception cref="JsonException">The line is no metric row.</exception>
    private static MetricRow Parse(ReadOnlySpan<byte> line)
    {
        var row = JsonSerializer.Deserialize<MetricRow>(line, options) ?? throw new JsonException("This is no metric row.");
        return row.Megabatch is >= 0 and < int.MaxValue ? row : throw new JsonException($"There is no megabatch {row.Megabatch}.");
    }

    /// <summary>Null where the line is no metric row.</summary>
    public static MetricRow? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            return Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static MetricRow Read(ReadOnlySpan<byte> line, string path, int lineNumber)
    {
        try
        {
            return Parse(line);
        }
        catch (JsonException fault)
        {
            throw JsonFault.At(path, lineNumber, Encoding.UTF8.GetString(line), fault);
        }
    }
}
