namespace Alma.Cli;

/// <summary>Text from configs and data as it may be printed: what would steer the terminal is spelled out.</summary>
internal static class Printable
{
    public static string Of(string text) => text.Any(IsSteering)
        ? string.Concat(text.Select(letter => IsSteering(letter) ? $"\\u{(int)letter:X4}" : $"{letter}"))
        : text;

    private static bool IsSteering(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t');
}
