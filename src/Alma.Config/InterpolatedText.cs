using System.Text;

namespace Alma.Config;

/// <summary>A stretch of text: either literal, or what stands between <c>${</c> and its <c>}</c>.</summary>
internal sealed record TextPart(string Text, bool IsExpression);

/// <summary>Splits a string at its interpolations, as OmegaConf does: <c>\${</c> is a literal <c>${</c>.</summary>
internal static class InterpolatedText
{
    // Each level is split anew.
    private const int DeepestBraces = 10;

    /// <summary>What is wrong with a text whose interpolation is not closed.</summary>
    public static string WhyNotClosed(string text) =>
        text.Count(letter => letter == '{') > DeepestBraces
            ? $"'${{' has no '}}', or more than {DeepestBraces} braces are open."
            : "'${' has no '}'.";

    /// <summary>Text that is read as this one, none of it an interpolation: backslashes before a <c>${</c> halve when it is read.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        var backslashes = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text.AsSpan(at).StartsWith("${")) escaped.Append('\\', backslashes + 1);
            backslashes = text[at] == '\\' ? backslashes + 1 : 0;
            escaped.Append(text[at]);
        }

        return escaped.ToString();
    }

    public static bool IsIn(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <exception cref="FormatException">A <c>${</c> has no <c>}</c>.</exception>
    public static List<TextPart> Split(string text)
    {
        var parts = new List<TextPart>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("${", at, StringComparison.Ordinal);
            if (open < 0) open = text.Length;
            var backslashes = open == text.Length ? 0 : text[at..open].Length - text[at..open].TrimEnd('\\').Length;
            literal.Append(text, at, open - at - backslashes).Append('\\', backslashes / 2);
            at = open;
            if (open == text.Length) break;
            if (backslashes % 2 == 1)
            {
                literal.Append("${");
                at += 2;
                continue;
            }

            var close = Close(text, open) ?? throw new FormatException(WhyNotClosed(text));
            if (literal.Length > 0) parts.Add(new TextPart(literal.ToString(), IsExpression: false));
            literal.Clear();
            parts.Add(new TextPart(text[(open + 2)..close], IsExpression: true));
            at = close + 1;
        }

        if (literal.Length > 0) parts.Add(new TextPart(literal.ToString(), IsExpression: false));
        return parts;
    }

    /// <summary>
    /// The index of the brace that closes the <c>${</c> at <paramref name="open"/>, or null, also where too many are open.
    /// </summary>
    public static int? Close(string text, int open) => Close(text, open, hasQuotes: true) ?? Close(text, open, hasQuotes: false);

    /// <param name="hasQuotes">Whether braces in the quoted arguments of a resolver do not count.</param>
    private static int? Close(string text, int open, bool hasQuotes)
    {
        var (depth, isCall) = (0, false);
        for (var at = open + 1; at < text.Length && depth <= DeepestBraces; at++)
        {
            if (text[at] == '{') depth++;
            if (text[at] == '}' && --depth == 0) return at;
            isCall |= text[at] == ':';
            if (!hasQuotes || !isCall || text[at] is not ('\'' or '"')) continue;
            if (EndOfQuotes(text, at) is not { } end) return null;
            at = end;
        }

        return null;
    }

    private static int? EndOfQuotes(string text, int open)
    {
        var backslashes = 0;
        for (var at = open + 1; at < text.Length; at++)
        {
            if (text[at] == text[open] && backslashes % 2 == 0) return at;
            backslashes = text[at] == '\\' ? backslashes + 1 : 0;
        }

        return null;
    }
}
