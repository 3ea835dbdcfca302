using System.Globalization;
using Alma.Config;
using Alma.Runs;

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
    public static string Array(SlurmOptions options, string name, int count, string log, string? after, IReadOnlyList<string> command, Func<string, string?> variable) => Script(
        [
            ("job-name", options.Name ?? name),
            ("array", Invariant($"0-{count - 1}%{options.ArrayParallelism}")),
            ("dependency", after is null ? null : $"afterany:{after}"),
            .. Resources(options),
            ("time", Invariant($"{options.TimeoutMin}")),
            ("signal", Invariant($"B:USR1@{options.SignalDelayS}")), // to the script, which alma takes the place of
            ("requeue", ""),
            ("open-mode", "append"), // a job that is started again goes on in its log
            ("output", log),
            .. Site(options),
        ],
        [
            .. Exports(variable),
            "export DOTNET_PROCESSOR_COUNT=\"${SLURM_CPUS_PER_TASK:-${SLURM_CPUS_ON_NODE:-1}}\"",
            .. options.Setup ?? [],
            $"exec {ShellWord.Line(command)} --index \"$SLURM_ARRAY_TASK_ID\"",
        ]);

    /// <summary>A script for the report, once all jobs have ended, be it well or not.</summary>
    public static string Report(SlurmOptions options, string name, string log, string after, IReadOnlyList<string> command, Func<string, string?> variable) => Script(
        [
            ("job-name", name + "-report"),
            ("dependency", $"afterany:{after}"),
            ("time", "60"),
            ("output", log),
            ("partition", options.Partition),
            ("qos", options.Qos),
            ("account", options.Account),
        ],
        [.. Exports(variable), $"exec {ShellWord.Line(command)}"]);

    private static IEnumerable<(string Option, string? Value)> Resources(SlurmOptions options) =>
    [
        ("nodes", Invariant($"{options.Nodes}")),
        ("ntasks-per-node", Invariant($"{Math.Max(1, options.TasksPerNode)}")),
        ("cpus-per-task", options.CpusPerTask is { } cpus ? Invariant($"{cpus}") : null),
        ("cpus-per-gpu", options.CpusPerGpu is { } ofGpu ? Invariant($"{ofGpu}") : null),
        ("gpus-per-node", options.GpusPerNode is > 0 and var gpus ? Invariant($"{gpus}") : null),
        ("gpus-per-task", options.GpusPerTask is > 0 and var ofTask ? Invariant($"{ofTask}") : null),
        ("mem", options.MemGb is { } gigabytes ? Invariant($"{Math.Ceiling(gigabytes * 1024)}M") : null),
        ("mem-per-gpu", options.MemPerGpu),
        ("mem-per-cpu", options.MemPerCpu),
    ];

    private static IEnumerable<(string Option, string? Value)> Site(SlurmOptions options) =>
    [
        ("partition", options.Partition),
        ("qos", options.Qos),
        ("account", options.Account),
        ("constraint", options.Constraint),
        ("exclude", options.Exclude),
        ("gres", options.Gres),
        ("comment", options.Comment),
        .. options.AdditionalParameters.Select(extra => (extra.Key, (extra.Value as ConfigScalar)?.Value switch { true => "", null or false => null, var value => Invariant($"{value}") })),
    ];

    private static string Script(IEnumerable<(string Option, string? Value)> directives, IEnumerable<string> lines)
    {
        var asked = directives.Where(directive => directive.Value is not null).Select(directive => $"#SBATCH --{directive.Option}{(directive.Value!.Length == 0 ? "" : "=" + Directive(directive.Value))}");
        return string.Join('\n', ["#!/bin/bash", .. asked, "", .. lines, ""]);
    }

    private static IEnumerable<string> Exports(Func<string, string?> variable) =>
        handedOn.Where(name => variable(name) is not null).Select(name => $"export {name}={ShellWord.Of(variable(name)!)}");

    private static string Directive(string value) =>
        value.Any(letter => char.IsControl(letter) || letter == '"') ? throw new LaunchException($"'{value}' has a quote or a line break, which cannot be told to sbatch.")
        : value.Contains(' ') ? $"\"{value}\"" : value;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
