using System.Text.Json;
using Alma.Files;

namespace Alma.Launching.Folder;

/// <summary>How the files of a sweep are written.</summary>
internal static class SweepJson
{
    /// <summary>Of a file that is read: a million jobs have less.</summary>
    public const int MaxBytes = 1 << 29;

    public static JsonSerializerOptions Options => FileJson.Options;
}
