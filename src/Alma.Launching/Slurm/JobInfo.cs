using System.Globalization;
using System.Text.RegularExpressions;

namespace Alma.Launching.Slurm;

/// <summary>What <c>scontrol show</c> prints: <c>Name=value</c> or, of its config, <c>Name = value</c>, many times.</summary>
public sealed partial class JobInfo
{
    // SLURM counts time limits in minutes, and sends a signal up to one early.
    private static readonly TimeSpan earliness = TimeSpan.FromSeconds(65);
    private readonly Dictionary<string, string> facts;

    private JobInfo(Dictionary<string, string> facts) => this.facts = facts;

    public static JobInfo Read(string output) => new(Fact().Matches(output).DistinctBy(fact => fact.Groups["name"].Value)
        .ToDictionary(fact => fact.Groups["name"].Value, fact => fact.Groups["value"].Value));

    public string? this[string name] => facts.GetValueOrDefault(name);

    public int? Number(string name) =>
        int.TryParse(this[name], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whether another job is to have its place.</summary>
    public bool IsPreempted => this["PreemptTime"] is not (null or "None" or "N/A");

    /// <summary>Whether a job that got its signal got it because its time is nearly over; else something wants its place.</summary>
    public bool IsTimeNearlyOver(int signalDelaySeconds) =>
        !IsPreempted
        && Span("RunTime") is { } run
        && Span("TimeLimit") is { } limit
        && run + TimeSpan.FromSeconds(signalDelaySeconds) + earliness >= limit;

    /// <summary>Reads <c>days-hours:minutes:seconds</c>; null for UNLIMITED.</summary>
    private TimeSpan? Span(string name)
    {
        if (this[name] is not { } text || Duration().Match(text) is not { Success: true } parts) return null;
        return new TimeSpan(Part("days"), Part("hours"), Part("minutes"), Part("seconds"));

        int Part(string part) =>
            parts.Groups[part] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"(?:^|\s)(?<name>[A-Za-z:/]+)(?:=| += )(?<value>\S*)")]
    private static partial Regex Fact();

    [GeneratedRegex(@"^(?:(?<days>\d+)-)?(?<hours>\d+):(?<minutes>\d+):(?<seconds>\d+)\z")]
    private static partial Regex Duration();
}
