using System.Globalization;
using Alma.Config;

namespace Alma.Launching.Slurm;

/// <summary>The scripts that sbatch gets.</summary>
internal static class BatchScript
{
    /// <summary>Variables that a job needs as this process has them: sites differ in what sbatch hands on.</summary>
    private static readonly string[] handedOn = ["ALMA_DATA", "ALMA_COMMAND", "OMP_WAIT_POLICY", "GLIBC_TUNABLES", "DOTNET_ROOT"];

    /// <summary>A script for an array: one task per job.</summary>
    /// <param name="name">What the cluster calls it.</param>
    /// <param name="count">Its tasks, from 0.</param>
    /// <param name="log">Where they print, with sbatch's patterns.</param>
    /// <param name="after">A job that has to end first, or null.</param>
    /// <param name="command">What a task runs; the number of the task is put behind it.</param>
    public static string Array(
        SlurmOptions options, string name, int count, string log, string? after, IReadOnlyList<string> command,
        Func<string, string?> variable) =>
        Script(
            [
                new("job-name", options.Name ?? name),
                new("array", Invariant($"0-{count - 1}%{options.ArrayParallelism}")),
                new("dependency", after is null ? null : $"afterany:{after}"),
                .. Resources(options),
                new("time", Invariant($"{options.TimeoutMin}")),
                new("signal", Invariant($"B:USR1@{options.SignalDelayS}")), // to the script, which alma takes the place of
                new("requeue", null, TakesNone: true),
                new("open-mode", "append"), // a job that is started again goes on in its log
                new("output", log),
                .. Site(options),
            ],
            [
                .. Exports(variable),
                "export DOTNET_PROCESSOR_COUNT=\"${SLURM_CPUS_PER_TASK:-${SLURM_CPUS_ON_NODE:-1}}\"",
                .. ScriptText.Shell("hydra.launcher.setup", options.Setup ?? []),
                $"exec {ScriptText.Command(command)} {JobFlags.Index} \"$SLURM_ARRAY_TASK_ID\"",
            ]);

    /// <summary>A script for the report, once all jobs have ended, be it well or not.</summary>
    public static string Report(
        SlurmOptions options, string name, string log, string after, IReadOnlyList<string> command, Func<string, string?> variable) =>
        Script(
            [
                new("job-name", name + "-report"),
                new("dependency", $"afterany:{after}"),
                new("time", "60"),
                new("output", log),
                new("partition", options.Partition),
                new("qos", options.Qos),
                new("account", options.Account),
            ],
            [.. Exports(variable), $"exec {ScriptText.Command(command)}"]);

    private static IEnumerable<BatchOption> Resources(SlurmOptions options) =>
    [
        new("nodes", Invariant($"{options.Nodes}")),
        new("ntasks-per-node", Invariant($"{Math.Max(1, options.TasksPerNode)}")),
        new("cpus-per-task", options.CpusPerTask is { } cpus ? Invariant($"{cpus}") : null),
        new("cpus-per-gpu", options.CpusPerGpu is { } ofGpu ? Invariant($"{ofGpu}") : null),
        new("gpus-per-node", options.GpusPerNode is > 0 and var gpus ? Invariant($"{gpus}") : null),
        new("gpus-per-task", options.GpusPerTask is > 0 and var ofTask ? Invariant($"{ofTask}") : null),
        new("mem", options.MemGb is { } gigabytes ? Invariant($"{Math.Ceiling(gigabytes * 1024)}M") : null),
        new("mem-per-gpu", options.MemPerGpu),
        new("mem-per-cpu", options.MemPerCpu),
    ];

    private static IEnumerable<BatchOption> Site(SlurmOptions options) =>
    [
        new("partition", options.Partition),
        new("qos", options.Qos),
        new("account", options.Account),
        new("constraint", options.Constraint),
        new("exclude", options.Exclude),
        new("gres", options.Gres),
        new("comment", options.Comment),
        .. options.AdditionalParameters.Select(extra => Further(extra.Key, extra.Value)),
    ];

    /// <summary>Options of the user's own choice: true stands for one that takes no value, false and null leave it out.</summary>
    private static BatchOption Further(string key, ConfigNode value) => value switch
    {
        ConfigScalar { Value: true } => new(key, null, TakesNone: true),
        ConfigScalar { Value: null or false } => new(key, null),
        ConfigScalar { Value: var given } => new(key, Invariant($"{given}")),
        _ => throw new LaunchException(
            $"{value.Origin}: {value.Path}: expected a text, a number, or true for an option that takes no value."),
    };

    private static string Script(IEnumerable<BatchOption> options, IEnumerable<string> lines)
    {
        var asked = options.Where(option => option.IsAsked).Select(option => ScriptText.Option(option.Name, option.Value));
        return string.Join('\n', ["#!/bin/bash", .. asked, "", .. lines, ""]);
    }

    private static IEnumerable<string> Exports(Func<string, string?> variable) =>
        handedOn.Where(name => variable(name) is not null).Select(name => ScriptText.Export(name, variable(name)!));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An option of sbatch.</summary>
/// <param name="Name">Without its hyphens.</param>
/// <param name="Value">Null where it is not asked for, or takes none.</param>
/// <param name="TakesNone">Whether it is asked for by its name alone.</param>
internal sealed record BatchOption(string Name, string? Value, bool TakesNone = false)
{
    public bool IsAsked => TakesNone || Value is not null;
}
