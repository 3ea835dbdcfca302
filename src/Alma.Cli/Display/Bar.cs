using System.Diagnostics;

namespace Alma.Cli.Display;

/// <summary>Work that is shown as a bar.</summary>
internal sealed class Bar(string description)
{
    private readonly Stopwatch since = Stopwatch.StartNew();

    public string Description { get; set; } = description;

    /// <summary>How much is done, in 0..1; null where that is not known.</summary>
    public double? Fraction { get; set; } = 0;

    /// <summary>What stands behind the bar, or null for the time that is left.</summary>
    public string? Note { get; set; }

    public double Seconds => since.Elapsed.TotalSeconds;

    public string TimeLeft => Fraction switch
    {
        >= 1 => "00:00:00",
        > 0 and { } done => TimeSpan.FromSeconds(Math.Min(359_999, Seconds * (1 - done) / done)) is var left
            ? $"{(int)left.TotalHours:D2}:{left.Minutes:D2}:{left.Seconds:D2}"
            : "",
        _ => "--:--:--",
    };
}
