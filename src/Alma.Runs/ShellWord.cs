namespace Alma.Runs;

/// <summary>A word as it may be typed to a Unix shell, or stand in a script.</summary>
public static class ShellWord
{
    private const string Plain = "._-/=+:,@%";

    /// <summary>The text as it is where a shell leaves it alone, else in single quotes.</summary>
    public static string Of(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Of));
}
