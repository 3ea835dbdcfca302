using System.Globalization;
using System.Text.Json.Serialization;

namespace Alma.Runs;

/// <summary>The content of <c>run.json</c>: what was run, where, how far it has come and what it used.</summary>
public sealed record RunManifest
{
    public required RunState State { get; init; }

    public required string Recipe { get; init; }

    /// <summary>The version of Alma that ran.</summary>
    public required string Version { get; init; }

    public required IReadOnlyList<string> CommandLine { get; init; }

    public required long Seed { get; init; }

    /// <summary>The number of the replicate; 0 where the config says none.</summary>
    public int Run { get; init; }

    /// <summary>The keys that the config leaves out, with the values they then have, as text.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>();

    public required string Host { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>The library that computed, with its version.</summary>
    public string? Backend { get; init; }

    public string? Device { get; init; }

    public int? Threads { get; init; }

    /// <summary>When the run began; resuming leaves it as it is.</summary>
    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>What the classes are called, in the order of their numbers; empty in runs of builds that did not say.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>What a class is called; its number where the run does not say.</summary>
    public string NameOfClass(int label) =>
        label >= 0 && label < Classes.Count ? Classes[label] : label.ToString(CultureInfo.InvariantCulture);

    /// <summary>Data set name, then file name, then SHA-256 in hexadecimal.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> DatasetChecksums { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public int MegabatchesDone { get; init; }

    public required int MegabatchesTotal { get; init; }

    /// <summary>Why the run failed, if it did.</summary>
    public string? Error { get; init; }

    /// <summary>How often the run was gone on with.</summary>
    public int Resumptions { get; init; }

    /// <summary>What was lost and done again, in all resumptions.</summary>
    public RedoneWork Redone { get; init; } = RedoneWork.None;

    /// <summary>How long the run has waited for checkpoints and models to be on the disk; a process that was killed has not told.</summary>
    public double SavingSeconds { get; init; }

    public IReadOnlyList<MegabatchResources> Resources { get; init; } = [];

    /// <summary>Where the dumps of a run without an end come from; null for other runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunKeeping? Keeping { get; init; }

    /// <exception cref="RunFolderException">The file is missing or is no manifest.</exception>
    public static RunManifest Read(RunFolder folder) => ManifestJson.Read(folder.ManifestFile);

    public void Write(RunFolder folder)
    {
        folder.RequireThere();
        ManifestJson.Write(folder.ManifestFile, this);
    }
}

/// <summary>What a run's manifest says of it. A killed process could not change it: see <see cref="Catalog.CatalogState"/>.</summary>
public enum RunState
{
    Running,
    Done,
    Failed,
    Interrupted,

    /// <summary>A run without an end has learned from all dumps that have come, and waits for more.</summary>
    Waiting,
}

/// <summary>What the process used while it worked on one megabatch, as the operating system saw it.</summary>
public sealed record MegabatchResources(int Megabatch, long PeakResidentBytes, double WallSeconds);
