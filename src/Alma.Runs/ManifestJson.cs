using System.Text.Encodings.Web;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Files;

namespace Alma.Runs;

/// <summary>Reads and writes <c>run.json</c>.</summary>
internal static class ManifestJson
{
    private const int MostBytes = 1 << 26;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for people to read; it is put into no web page
        NewLine = "\n",
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters =
        {
            new JsonStringEnumConverter<RunState>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false),
            new UtcTimeConverter(),
        },
    };

    public static void Write(string path, RunManifest manifest) =>
        AtomicFile.WriteText(path, JsonSerializer.Serialize(manifest, Options) + "\n");

    public static RunManifest Read(string path)
    {
        if (!File.Exists(path))
            throw new RunFolderException($"{path} is missing.");
        var json = RegularFile.Bytes(path, MostBytes);
        try
        {
            return JsonSerializer.Deserialize<RunManifest>(json, Options)
                ?? throw new RunFolderException($"{path}, line 1: this is no manifest of a run. Found: null");
        }
        catch (JsonException fault)
        {
            var line = (int)(fault.LineNumber ?? 0);
            var lines = Encoding.UTF8.GetString(json).Split('\n');
            throw JsonFault.At(path, line + 1, line < lines.Length ? lines[line] : "", fault);
        }
    }
}
