using System.ComponentModel.DataAnnotations;
using Alma.Config;

namespace Alma.Launching.Slurm;

/// <summary>
/// What the jobs ask of the cluster: the section <c>hydra.launcher</c>, with the keys and defaults of Hydra's launcher for SLURM.
/// </summary>
public sealed record SlurmOptions
{
    [Range(1, int.MaxValue)]
    public int Nodes { get; init; } = 1;

    /// <summary>Tasks that the job has room for on each node; a run is one process.</summary>
    [Range(0, int.MaxValue)]
    public int TasksPerNode { get; init; } = 1;

    [Range(1, int.MaxValue)]
    public int? CpusPerTask { get; init; }

    [Range(0, int.MaxValue)]
    public int? GpusPerNode { get; init; }

    [Range(1, int.MaxValue)]
    public int? CpusPerGpu { get; init; }

    [Range(0, int.MaxValue)]
    public int? GpusPerTask { get; init; }

    /// <summary>Gigabytes per node.</summary>
    [Range(0.001, 1e9)]
    public double? MemGb { get; init; }

    public string? MemPerGpu { get; init; }

    public string? MemPerCpu { get; init; }

    /// <summary>Minutes after which the cluster ends the job.</summary>
    [Range(1, int.MaxValue)]
    public int TimeoutMin { get; init; } = 60;

    /// <summary>Seconds before that at which the job is asked to save itself.</summary>
    [Range(1, 65535)]
    public int SignalDelayS { get; init; } = 120;

    /// <summary>How often a job that ran out of time is put back into the queue.</summary>
    [Range(0, int.MaxValue)]
    public int MaxNumTimeout { get; init; }

    /// <summary>Jobs that run at once.</summary>
    [Range(1, int.MaxValue)]
    public int ArrayParallelism { get; init; } = 256;

    public string? Partition { get; init; }

    public string? Qos { get; init; }

    public string? Account { get; init; }

    public string? Constraint { get; init; }

    public string? Exclude { get; init; }

    public string? Gres { get; init; }

    public string? Comment { get; init; }

    /// <summary>What the cluster calls the jobs; by default after the sweep's folder.</summary>
    public string? Name { get; init; }

    /// <summary>Where the jobs print; a step <c>%j</c> of it is left out. By default in the sweep's folder.</summary>
    [UserPath]
    public string? SubmititFolder { get; init => field = UserPath.Of(value); }

    /// <summary>Further options of sbatch, without their hyphens; true for one that takes no value.</summary>
    public IReadOnlyDictionary<string, ConfigNode> AdditionalParameters { get; init; } = new Dictionary<string, ConfigNode>();

    /// <summary>Lines of shell before the job starts.</summary>
    public IReadOnlyList<string>? Setup { get; init; }

    /// <summary>Whether the submitting command waits for the jobs.</summary>
    public bool WaitForCompletion { get; init; }

    /// <summary>Accepted, without effect: both go to one file.</summary>
    public bool StderrToStdout { get; init; }

    /// <summary>Binds the section; where a config has none, all is by default.</summary>
    /// <exception cref="ConfigException">A key or a value in it is wrong.</exception>
    public static SlurmOptions Of(ConfigNode? launcher) =>
        launcher is null ? new SlurmOptions() : ConfigBinder.Bind<SlurmOptions>(launcher, new ClassNames());
}
