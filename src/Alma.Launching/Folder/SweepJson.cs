using System.Text.Encodings.Web;
using System.Text.Json;

namespace Alma.Launching.Folder;

/// <summary>How the files of a sweep are written.</summary>
internal static class SweepJson
{
    /// <summary>Of a file that is read: a million jobs have less.</summary>
    public const int MaxBytes = 1 << 29;

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for people to read; it is put into no web page
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}
