namespace Alma.Reports.Tests.Tables;

/// <summary>
/// Texts that are hard to show: wide, joined, combining, right to left, invisible, steering and long ones, and mixtures of them.
/// </summary>
internal static class OddTexts
{
    private static readonly string[] pieces =
    [
        "a", "run", " ", "  ", "/", "=", ",", "-", "seed=0,lr=0.5", "20261123-100507-1a2b3c4d", "数据", "中文运行", "한국어", "😀", "👨‍👩‍👧‍👦",
        "🇩🇪", "❤️", "1️⃣", "👍🏽", "e\u0301", "\u0301", "a\u0301\u0302\u0303", "\u200B", "\u200D", "\u200F", "עברית", "العربية",
        "\u202Eabc", "\u2066x\u2069", "\uFEFF", "\u001B[31m", "\u001B]0;title\u0007", "\u009B2J", "\0", "\b", "\r", "\n", "\r\n", "\t",
        "\u007F", "\u0085", "\u2028", "\uD83D", "\uDE00", "\U000E0041", "ﷺ", "กำ", "…", "[red]", "[/]", "\u00AD",
    ];

    /// <summary>A text that is the same for the same number.</summary>
    public static string Of(int number)
    {
        var random = new Random(number);
        var count = random.Next(4) switch { 0 => random.Next(3), 1 => random.Next(60), _ => random.Next(12) };
        return string.Concat(Enumerable.Range(0, count).Select(_ => pieces[random.Next(pieces.Length)]));
    }

    /// <summary>Texts, none of which is there twice.</summary>
    public static List<string> Many(int number, int count) =>
        [.. Enumerable.Range(0, 10 * count).Select(k => Of((number * 1000) + k)).Distinct().Take(count)];

    /// <summary>A letter that may reach a terminal only spelled out.</summary>
    public static bool IsSteering(char letter) =>
        char.IsControl(letter) || letter is '\u200B' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E')
            or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' or '\uFEFF';
}
