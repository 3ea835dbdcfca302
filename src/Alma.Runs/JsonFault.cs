using System.Text.Json;

namespace Alma.Runs;

/// <summary>Turns a parser's complaint into a sentence with the file, the line and what stands there.</summary>
internal static class JsonFault
{
    private const int MaxShownLength = 80;

    public static RunFolderException At(string path, int line, string text, JsonException fault)
    {
        var found = text.Trim();
        if (found.Length > MaxShownLength)
            found = found[..MaxShownLength] + "...";
        return new RunFolderException($"{path}, line {line}: {Reason(fault)} Found: {found}", fault);
    }

    /// <summary>The parser appends a position of its own, in which lines count from zero.</summary>
    private static string Reason(JsonException fault)
    {
        var message = fault.Message;
        foreach (var position in new[] { " Path: ", " LineNumber: " })
        {
            var at = message.IndexOf(position, StringComparison.Ordinal);
            if (at >= 0)
                message = message[..at];
        }

        return message;
    }
}
