using System.Text;
using Alma.Files;

namespace Alma.Launching.States;

/// <summary>The end of what a job printed.</summary>
public static class LogTail
{
    private const int MaxBytes = 1 << 16;
    private const string ErrorMark = "error: ";

    /// <summary>The last lines, oldest first; none where there is no such file.</summary>
    public static IReadOnlyList<string> Lines(string path, int count)
    {
        if (!File.Exists(path)) return [];
        using var file = RegularFile.Open(path);
        file.Position = Math.Max(0, file.Length - MaxBytes);
        using var reader = new StreamReader(file, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(count)];
    }

    /// <summary>The error that the last line says, or null.</summary>
    public static string? Error(string path) =>
        Lines(path, 1) is [var last] && last.StartsWith(ErrorMark, StringComparison.Ordinal) ? last[ErrorMark.Length..].TrimEnd() : null;
}
