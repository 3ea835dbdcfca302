using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Files;

namespace Alma.Runs;

/// <summary>The JSON of records in files: of a registry, and of what is seen of dumps.</summary>
internal static class RecordJson
{
    private static readonly JsonSerializerOptions lines = Options(isIndented: false);
    private static readonly JsonSerializerOptions indented = Options(isIndented: true);

    /// <summary>A value in one line.</summary>
    public static byte[] Line<T>(T value) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, lines) + "\n");

    /// <summary>A value for people to read.</summary>
    public static byte[] Text<T>(T value) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, indented) + "\n");

    /// <param name="line">Where it stands in its file, from 1.</param>
    /// <exception cref="RunFolderException">It is something else; the message says where.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> json, string path, int line = 1) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json.Span, lines)
                ?? throw new RunFolderException($"{path}, line {line}: found null, expected what Alma writes there.");
        }
        catch (JsonException fault)
        {
            var place = (int)(fault.LineNumber ?? 0);
            var texts = Encoding.UTF8.GetString(json.Span).Split('\n');
            throw JsonFault.At(path, line + place, place < texts.Length ? texts[place] : "", fault);
        }
    }

    private static JsonSerializerOptions Options(bool isIndented) => new(FileJson.Options)
    {
        WriteIndented = isIndented,
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new UtcTimeConverter(),
        },
    };
}
