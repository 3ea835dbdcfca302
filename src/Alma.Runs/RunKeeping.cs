using System.Text.Json.Serialization;

namespace Alma.Runs;

/// <summary>Where the dumps of a run without an end come from, and those that it has begun to learn from.</summary>
/// <param name="Dataset">The imported data set that they are added to.</param>
public sealed record RunKeeping(string Dataset)
{
    /// <summary>The folder that dumps are put into; null where they are only added to the data set.</summary>
    public string? Inbox { get; init; }

    /// <summary>Seconds for which nothing in a dump of the inbox must have been written.</summary>
    public double SettleSeconds { get; init; }

    /// <summary>Seconds between two looks for dumps.</summary>
    public double PollSeconds { get; init; }

    /// <summary>Whether it learns from what has come and leaves, to be started again for what comes later.</summary>
    public bool Once { get; init; }

    /// <summary>One for each megabatch, in their order.</summary>
    public IReadOnlyList<KeptDump> Dumps { get; init; } = [];

    /// <summary>The last dump and the next step, of a run that waits.</summary>
    [JsonIgnore]
    public string Waits =>
        $"{(Dumps is [.., var last] ? $"learned from {last.Name} last" : "learned from no dump yet")}; waits {NextStep}";

    /// <summary>What it waits for, as the end of a sentence.</summary>
    [JsonIgnore]
    public string NextStep => Inbox is null
        ? $"for what is added to {Dataset}"
        : $"for a dump in {Inbox}, or for what is added to {Dataset}";
}

/// <summary>A dump that a run without an end learns from, or has learned from.</summary>
/// <param name="Megabatch">Zero-based.</param>
/// <param name="Name">Of the dump in its data set.</param>
/// <param name="Examples">That are learned from.</param>
/// <param name="Imported">When it came into the data set.</param>
public sealed record KeptDump(int Megabatch, string Name, int Examples, DateTimeOffset Imported)
{
    /// <summary>When it was learned from and the model was evaluated; null as long as it was not.</summary>
    public DateTimeOffset? Learned { get; init; }

    /// <summary>A sentence for each thing that was not as in earlier dumps, before it was learned from.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What became of the model that has learned from it, in a sentence; null as long as that is not decided.</summary>
    public string? Promotion { get; init; }
}
