using System.Globalization;
using System.Text.RegularExpressions;
using Alma.Config;

namespace Alma.Advising;

/// <summary>How long a whole advising may take, as users type it: <c>90s</c>, <c>30m</c>, <c>2h</c> or <c>1d</c>.</summary>
public static partial class TimeBudget
{
    private const double MostSeconds = 366 * 86400.0;

    /// <summary>The seconds that a text says.</summary>
    /// <param name="name">What it was given as, for messages.</param>
    /// <exception cref="ConfigException">It says no time, or none that is possible.</exception>
    public static double Seconds(string text, string name)
    {
        if (Time.Match(text) is { Success: true } time
            && double.TryParse(
                time.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * SecondsOf(time.Groups["unit"].Value) is > 0 and <= MostSeconds and var seconds)
            return seconds;
        throw new ConfigException(
            $"{name}: found '{text}', expected a number and s, m, h or d, such as 90s, 30m or 2h, of a year at most.");
    }

    private static double SecondsOf(string unit) => unit switch { "s" => 1, "m" => 60, "h" => 3600, _ => 86400 };

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)(?<unit>[smhd])\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Time { get; }
}
