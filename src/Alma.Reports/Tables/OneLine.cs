namespace Alma.Reports.Tables;

/// <summary>Texts that must not take more than a line of a screen.</summary>
public static class OneLine
{
    /// <summary>The beginning of a text, of so many characters at most.</summary>
    public static string Of(string text, int width)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= width ? line : line[..Math.Max(0, width - 1)] + "…";
    }

    /// <summary>The end of a text, such as a path, of so many characters at most.</summary>
    public static string EndOf(string text, int width) => text.Length <= width ? text : "…" + text[^Math.Max(0, width - 1)..];
}
