using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alma.Files;

/// <summary>
/// How JSON is written into files of Alma's own, and read from them: somebody else may have written them, so what is not as Alma writes it
/// is refused.
/// </summary>
public static class FileJson
{
    /// <summary>For files that people read too. Whoever has more to say of its own copies these options.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for people to read; it is put into no web page
        NewLine = "\n",
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}
