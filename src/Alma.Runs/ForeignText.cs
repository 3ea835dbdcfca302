using System.Globalization;
using System.Text;

namespace Alma.Runs;

/// <summary>
/// Text that others may have chosen, as it may be printed and logged: letters that would steer a terminal or the direction of writing are
/// spelled out.
/// </summary>
public static class ForeignText
{
    /// <summary>Lines and tabulators stay.</summary>
    public static string Shown(string text) => Spelled(text, letter => letter is '\n' or '\r' or '\t');

    /// <summary>The text in one line.</summary>
    /// <param name="most">Letters that are left of it.</param>
    public static string OneLine(string text, int most = int.MaxValue)
    {
        var shown = Spelled(text.Length > most ? text[..most] : text, _ => false);
        return text.Length > most ? shown + "..." : shown;
    }

    private static string Spelled(string text, Predicate<char> stays)
    {
        if (!text.Any(letter => IsSteering(letter) && !stays(letter))) return text;
        var spelled = new StringBuilder();
        foreach (var letter in text)
        {
            if (IsSteering(letter) && !stays(letter)) spelled.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}");
            else spelled.Append(letter);
        }

        return spelled.ToString();
    }

    // Control characters, line and paragraph separators, and the marks that turn the direction of writing.
    private static bool IsSteering(char letter) => char.IsControl(letter)
        || letter is '\u2028' or '\u2029' or '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
