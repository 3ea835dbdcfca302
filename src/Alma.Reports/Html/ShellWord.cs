namespace Alma.Reports.Html;

/// <summary>A word as it may be typed to a Unix shell.</summary>
internal static class ShellWord
{
    private const string Plain = "._-/=+:,@%~";

    public static string Of(string word) => word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Of));
}
