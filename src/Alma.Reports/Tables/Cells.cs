using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tables;

/// <summary>
/// How much room text takes on a terminal, in cells: a letter with its marks, or an emoji, is one thing that is never cut in two.
/// </summary>
internal static class Cells
{
    public const string Ellipsis = "…";

    public static int Width(string text) => IsAscii(text) ? text.Length : Graphemes(text).Sum(WidthOfOne);

    public static IEnumerable<string> Graphemes(string text)
    {
        for (var k = 0; k < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text, k);
            yield return text.Substring(k, length);
            k += length;
        }
    }

    public static int WidthOfOne(string grapheme) =>
        grapheme.Length == 1 && char.IsAscii(grapheme[0]) ? 1 : Math.Max(0, new Segment(grapheme).CellCount());

    /// <summary>As much of the beginning as has room.</summary>
    public static string Start(string text, int width) =>
        IsAscii(text) ? text[..Math.Clamp(width, 0, text.Length)] : Taken(Graphemes(text), width, (all, one) => all.Append(one));

    /// <summary>As much of the end as has room.</summary>
    public static string End(string text, int width) =>
        IsAscii(text)
            ? text[^Math.Clamp(width, 0, text.Length)..]
            : Taken(Graphemes(text).Reverse(), width, (all, one) => all.Insert(0, one));

    /// <summary>Blanks beside a text that make it so wide.</summary>
    public static string Blanks(string text, int width) => new(' ', Math.Max(0, width - Width(text)));

    private static bool IsAscii(string text) => Ascii.IsValid(text);

    private static string Taken(IEnumerable<string> graphemes, int width, Func<StringBuilder, string, StringBuilder> add)
    {
        var taken = new StringBuilder();
        foreach (var grapheme in graphemes)
        {
            width -= WidthOfOne(grapheme);
            if (width < 0) break;
            add(taken, grapheme);
        }

        return taken.ToString();
    }
}
