using System.Text;
using Alma.Runs;

namespace Alma.Reports.Tables;

/// <summary>
/// Breaks text into lines of a width: between words where it can, else within them. Every line takes a part of the text, so it always ends.
/// </summary>
public static class LineWrap
{
    /// <param name="text">In one line or several.</param>
    /// <param name="width">In cells; 1 at least.</param>
    public static IReadOnlyList<string> Of(string text, int width)
    {
        width = Math.Max(1, width);
        return [.. PrintableText.Lines(text)
            .Replace("\t", "    ", StringComparison.Ordinal)
            .ReplaceLineEndings("\n")
            .Split('\n')
            .SelectMany(line => OfOne(line, width))];
    }

    private static List<string> OfOne(string text, int width)
    {
        if (Cells.Width(text) <= width) return [text.TrimEnd()];
        var lines = new List<string>();
        var line = "";
        foreach (var word in Words(text))
        {
            if (Cells.Width(line) + Cells.Width(word.TrimEnd()) <= width)
            {
                line += word;
                continue;
            }

            if (line.TrimEnd().Length > 0) lines.Add(line.TrimEnd());
            var pieces = Pieces(word, width);
            lines.AddRange(pieces.SkipLast(1));
            line = pieces[^1];
        }

        if (line.TrimEnd().Length > 0 || lines.Count == 0) lines.Add(line.TrimEnd());
        return lines;
    }

    // Each word with the blanks behind it; blanks at the beginning are a word of their own.
    private static IEnumerable<string> Words(string text)
    {
        for (var k = 0; k < text.Length;)
        {
            var end = k;
            while (end < text.Length && text[end] != ' ') end++;
            while (end < text.Length && text[end] == ' ') end++;
            yield return text[k..end];
            k = end;
        }
    }

    private static List<string> Pieces(string word, int width)
    {
        if (Cells.Width(word.TrimEnd()) <= width) return [word];
        List<string> pieces = [];
        var (piece, used) = (new StringBuilder(), 0);
        foreach (var grapheme in Cells.Graphemes(word))
        {
            // What is wider than the terminal cannot be shown at all.
            var (shown, needed) = Cells.WidthOfOne(grapheme) is var wide && wide > width ? (Cells.Ellipsis, 1) : (grapheme, wide);
            if (used + needed > width)
            {
                pieces.Add(piece.ToString());
                (_, used) = (piece.Clear(), 0);
            }

            piece.Append(shown);
            used += needed;
        }

        return [.. pieces, piece.ToString()];
    }
}
