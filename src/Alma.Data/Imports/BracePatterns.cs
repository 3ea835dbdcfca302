using System.Globalization;
using System.Text.RegularExpressions;

namespace Alma.Data.Imports;

/// <summary>Writes out braces as shells do: <c>{a,b}</c>, and <c>{00..12}</c>, by which shards of data sets are named.</summary>
internal static partial class BracePatterns
{
    /// <param name="most">The words that there may be.</param>
    /// <exception cref="DatasetException">There are more.</exception>
    public static IReadOnlyList<string> Expand(string word, int most)
    {
        List<string> words = [word];
        for (var k = 0; k < words.Count;)
        {
            if (Innermost().Match(words[k]) is not { Success: true } braces)
            {
                k++;
                continue;
            }

            var parts = Parts(braces.Groups[1].Value, most - words.Count, word);
            var (before, after) = (words[k][..braces.Index], words[k][(braces.Index + braces.Length)..]);
            words.RemoveAt(k);
            words.InsertRange(k, parts.Select(part => before + part + after));
        }

        return words;
    }

    private static string[] Parts(string content, int most, string word)
    {
        if (Numbers().Match(content) is not { Success: true } range) return Bounded(content.Split(','), most, word);
        var (first, last) = (Number(range.Groups[1]), Number(range.Groups[2]));
        if (Math.Abs(last - first) >= most) throw TooMany(word);
        var numbers = Enumerable.Range(0, (int)Math.Abs(last - first) + 1).Select(k => first < last ? first + k : first - k);
        return [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture).PadLeft(range.Groups[1].Length, '0'))];
    }

    private static string[] Bounded(string[] parts, int most, string word) => parts.Length <= most ? parts : throw TooMany(word);

    private static long Number(Group digits) => long.Parse(digits.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static DatasetException TooMany(string word) => new($"{word}: its braces stand for too many names. Name a folder, or use *.");

    // Without a comma or dots they stand for themselves, as in shells.
    [GeneratedRegex(@"\{([^{}]*,[^{}]*|\d{1,15}\.\.\d{1,15})\}")]
    private static partial Regex Innermost();

    [GeneratedRegex(@"^(\d{1,15})\.\.(\d{1,15})$")]
    private static partial Regex Numbers();
}
