using Alma.Launching.Local;

namespace Alma.Cli.Commands;

/// <summary>How a sweep is to be run, as its options say.</summary>
internal sealed record SweepChoices
{
    public const string Slurm = "slurm";
    public const string Local = "local";

    /// <summary>A sweep file, or null.</summary>
    public string? File { get; init; }

    /// <summary>Jobs at once, or null for as many as there are processors, or as the config says for the cluster.</summary>
    public int? JobCount { get; init; }

    /// <summary>Who runs the jobs, or null for what the override <c>hydra/launcher</c> says, else this machine.</summary>
    public string? Launcher { get; init; }

    public bool RetryFailed { get; init; }

    public bool Waits { get; init; }

    public bool Reports { get; init; }

    /// <summary>Whether the jobs are only listed.</summary>
    public bool IsDry { get; init; }

    public LocalOptions OfThisMachine => JobCount is { } count ? new LocalOptions { JobCount = count } : new LocalOptions();
}
