using System.Globalization;
using System.Text;

namespace Alma.Runs;

/// <summary>
/// Text from configs, data, file names and other machines as it may be shown: letters that would steer a terminal, turn the order of the
/// others or cannot be seen are spelled out, as <c>\u001B</c>.
/// </summary>
public static class PrintableText
{
    /// <summary>As a part of one line: line breaks and tabs are spelled out too.</summary>
    public static string Line(string text) => IsPlain(text) ? text : Spelled(text, keepsLines: false);

    /// <summary>The same of a text that may be long.</summary>
    /// <param name="most">Letters that are left of it.</param>
    public static string Line(string text, int most) => text.Length > most ? Line(text[..most]) + "..." : Line(text);

    /// <summary>As lines: line breaks and tabs stay.</summary>
    public static string Lines(string text) => IsPlain(text) ? text : Spelled(text, keepsLines: true);

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static string Spelled(string text, bool keepsLines)
    {
        var spelled = new StringBuilder(text.Length);
        for (var k = 0; k < text.Length;)
        {
            var isLetter = Rune.TryGetRuneAt(text, k, out var letter);
            var length = isLetter ? letter.Utf16SequenceLength : 1;
            var stays = isLetter && (!IsSpelled(letter) || (keepsLines && IsOfLines(text, k)));
            spelled.Append(stays ? text.AsSpan(k, length) : isLetter ? Spelling(letter.Value) : Spelling(text[k]));
            k += length;
        }

        return spelled.ToString();
    }

    // A carriage return alone would write over what stands in the line.
    private static bool IsOfLines(string text, int place) =>
        text[place] is '\n' or '\t' || (text[place] == '\r' && place + 1 < text.Length && text[place + 1] == '\n');

    private static bool IsSpelled(Rune letter) => Rune.GetUnicodeCategory(letter) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => !IsPartOfWriting(letter.Value),
        _ => false,
    };

    // Joiners, without which emoji fall apart and Persian is misspelt, and marks that can be seen.
    private static bool IsPartOfWriting(int letter) =>
        letter is 0x200C or 0x200D or (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;

    private static string Spelling(int letter) => letter switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        <= char.MaxValue => $"\\u{letter:X4}",
        _ => $"\\U{letter:X8}",
    };
}
