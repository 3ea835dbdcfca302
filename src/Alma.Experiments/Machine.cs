using System.Globalization;
using Alma.Config;
using Alma.Experiments.Options;
using Alma.Files;

namespace Alma.Experiments;

/// <summary>What a machine, or the container that the process runs in, has for a run.</summary>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="ProcessorCount">Logical processors.</param>
/// <param name="ThreadsLeft">Threads that may still be made.</param>
public sealed record Machine(double MemoryBytes, int ProcessorCount, double ThreadsLeft)
{
    private const double Unlimited = 1L << 60;
    private const int MaxBytes = 1 << 20; // of a file that the system makes up

    /// <summary>This machine, with the memory that is free now.</summary>
    public static Machine WithFreeMemory => Current(MemoryLimit.FreeBytes(), free: true);

    /// <summary>This machine, with all memory that it has: for runs that begin later.</summary>
    public static Machine WithTotalMemory => Current(MemoryLimit.Line("/proc/meminfo", "MemTotal:"), free: false);

    private static Machine Current(double memory, bool free) => new(
        Math.Min(memory, ControlGroups("memory", "memory.max", "memory.limit_in_bytes", free ? "memory.current" : null)),
        Environment.ProcessorCount,
        ControlGroups("pids", "pids.max", "pids.max", "pids.current"));

    // The least that this process's group, or one around it, leaves: a group of version 2, or of version 1 under its controller's name.
    private static double ControlGroups(string controller, string limit, string oldLimit, string? used)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/proc/self/cgroup")) return Unlimited;
        try
        {
            return RegularFile.Lines("/proc/self/cgroup", MaxBytes).Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3)
                .SelectMany(parts => parts[1].Length == 0
                    ? Folders("/sys/fs/cgroup", parts[2]).Select(folder => Left(folder, limit, used))
                    : parts[1].Split(',').Contains(controller)
                        ? Folders($"/sys/fs/cgroup/{controller}", parts[2]).Select(folder => Left(folder, oldLimit, null))
                        : [])
                .DefaultIfEmpty(Unlimited).Min();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Unlimited;
        }
    }

    // From the group to the root: where a container shows only its own groups, the path is not there, but the root is.
    private static IEnumerable<string> Folders(string root, string path)
    {
        for (var left = path.TrimEnd('/'); left.Length > 0; left = left[..left.LastIndexOf('/')]) yield return root + left;
        yield return root;
    }

    private static double Left(string folder, string limit, string? used)
    {
        var most = Number(Path.Combine(folder, limit));
        return most is null
            ? Unlimited
            : Math.Max(0, most.Value - (used is null ? 0 : (Number(Path.Combine(folder, used)) ?? 0) - Reclaimable(folder)));
    }

    // Files that the group has read count as its memory, and are let go when it is needed.
    private static double Reclaimable(string folder) =>
        MemoryLimit.Line(Path.Combine(folder, "memory.stat"), "inactive_file ", unit: 1, otherwise: 0)
        + MemoryLimit.Line(Path.Combine(folder, "memory.stat"), "active_file ", unit: 1, otherwise: 0);

    private static double? Number(string file) =>
        File.Exists(file)
        && double.TryParse(RegularFile.Text(file, MaxBytes).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

/// <summary>Refuses, before anything is begun, a config that asks for more memory or threads than a machine has.</summary>
public static class MachineCheck
{
    // A machine can well have more threads than processors, if to no use; far more only take memory and time.
    private const int ThreadsPerProcessor = 64;
    private const int ThreadsOfTheProgram = 64;
    private const int MaxValues = int.MaxValue;
    private const double BytesOfThread = 8 << 20;

    /// <param name="isOnCpu">Whether the run computes on the CPU: how much memory a GPU has is not asked.</param>
    /// <exception cref="ConfigException">It asks for too much; the message has the estimate.</exception>
    public static void Refuse(ConfigTree tree, RunOptions options, Machine machine, bool isOnCpu = true)
    {
        RefuseThreads(tree, options, machine);
        if (!isOnCpu) return;
        var estimate = MemoryEstimate.Of(options, machine.MemoryBytes);
        var (bytes, threads) = (estimate.Bytes, (options.Threads ?? 1) * BytesOfThread);
        if (bytes + threads > machine.MemoryBytes) throw new ConfigException(TooMuch(estimate, machine, tree));
        RefuseUncounted(tree, options);
    }

    private static void RefuseThreads(ConfigTree tree, RunOptions options, Machine machine)
    {
        if (options.Threads is not { } asked) return;
        var most = Math.Min((double)ThreadsPerProcessor * machine.ProcessorCount, machine.ThreadsLeft - ThreadsOfTheProgram);
        if (asked <= most) return;
        throw new ConfigException(
            $"{tree.Find("threads")?.Origin}: threads is {asked}, and this machine has {machine.ProcessorCount} logical processors and "
            + $"room for {Math.Max(1, (long)most)} threads. "
            + "Leave threads out, or ask for as many as there are processors.");
    }

    // One tensor holds all parameters that are trained side by side, and passes over memory count its values by an int.
    private static void RefuseUncounted(ConfigTree tree, RunOptions options)
    {
        var dataset = options.Stream.Train.Dataset;
        if (options.Clmodel.Demand(dataset.Shape, dataset.ClassCount, Math.Max(1, options.Updates.Count())) is not { } demand
            || demand.TrainedCount * demand.Largest.Parameters <= MaxValues)
            return;
        throw new ConfigException(
            $"{tree.Find(RunKeys.Model)?.Origin}: clmodel trains {Number(demand.TrainedCount * demand.Largest.Parameters)} parameters "
            + "side by side; "
            + $"valid is at most {Number(MaxValues)}. Use a smaller {RunKeys.Model} or fewer networks.");
    }

    private static string TooMuch(MemoryEstimate estimate, Machine machine, ConfigTree tree)
    {
        var parts = estimate.Parts.Where(part => part.Bytes > estimate.Bytes / 100)
            .OrderByDescending(part => part.Bytes)
            .Select(part => $"{Size(part.Bytes)} for {part.What}");
        return $"{tree.Find(RunKeys.Model)?.Origin}: the config asks for at least {Size(estimate.Bytes)} of memory, and "
            + $"{Size(machine.MemoryBytes)} are there: {string.Join(", ", parts)}. "
            + $"Use a smaller {RunKeys.Model}, smaller batches, fewer networks or megabatches, or a machine with more memory.";
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(double bytes) => bytes >= 1e9
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N1} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");
}
