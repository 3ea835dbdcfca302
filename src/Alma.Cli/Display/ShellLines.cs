using Alma.Reports.Tables;

namespace Alma.Cli.Display;

/// <summary>A command on several lines that a shell reads as one, for terminals that are narrower than it is.</summary>
internal static class ShellLines
{
    private const string GoesOn = " \\";
    private const string FurtherIndent = "      ";

    /// <summary>
    /// Breaks at spaces: those between words get a backslash, those in quotes need none. A word that is too wide stays whole.
    /// </summary>
    /// <param name="indent">Before the first line.</param>
    /// <param name="width">Of the terminal, in columns.</param>
    public static IEnumerable<string> Of(string command, string indent, int width)
    {
        var line = indent;
        var (isBegun, quote) = (false, '\0');
        foreach (var word in command.Split(' '))
        {
            var mark = quote == '\0' ? GoesOn : "";
            if (isBegun && OneLine.Width(line) + 1 + OneLine.Width(word) + GoesOn.Length > width)
            {
                yield return line + mark;
                line = FurtherIndent + word;
            }
            else
            {
                line += isBegun ? $" {word}" : word;
            }

            isBegun = true;
            quote = QuoteAfter(word, quote);
        }

        yield return line;
    }

    // The quote that is open after a word, if it is open before it or opened in it.
    private static char QuoteAfter(string word, char quote)
    {
        foreach (var letter in word)
        {
            if (quote == '\0' && letter is '\'' or '"') quote = letter;
            else if (letter == quote) quote = '\0';
        }

        return quote;
    }
}
