using System.Globalization;
using Alma.Config;
using Alma.Experiments.Options;

namespace Alma.Experiments;

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
        if (options.Clmodel.Demand(dataset.Shape, dataset.ClassCount, options.Updates.Count()) is not { } demand
            || demand.TrainedCount * demand.Largest.Parameters <= MaxValues)
            return;
        throw new ConfigException(
            $"{tree.Find("clmodel.model")?.Origin}: clmodel trains {Number(demand.TrainedCount * demand.Largest.Parameters)} parameters "
            + "side by side; "
            + $"valid is at most {Number(MaxValues)}. Use a smaller clmodel.model or fewer networks.");
    }

    private static string TooMuch(MemoryEstimate estimate, Machine machine, ConfigTree tree)
    {
        var parts = estimate.Parts.Where(part => part.Bytes > estimate.Bytes / 100)
            .OrderByDescending(part => part.Bytes)
            .Select(part => $"{Size(part.Bytes)} for {part.What}");
        return $"{tree.Find("clmodel.model")?.Origin}: the config asks for at least {Size(estimate.Bytes)} of memory, and "
            + $"{Size(machine.MemoryBytes)} are there: {string.Join(", ", parts)}. "
            + "Use a smaller clmodel.model, smaller batches, fewer networks or megabatches, or a machine with more memory.";
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(double bytes) => bytes >= 1e9
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:N1} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:N0} MB");
}
