using System.Globalization;
using System.Runtime.InteropServices;
using Alma.Config;
using Alma.Files;

namespace Alma.Experiments;

/// <summary>
/// Makes memory that the machine does not have an error of the allocation that asks for it. Without a limit Linux grants it, and
/// kills the process, or another, when it is used.
/// </summary>
public static class MemoryLimit
{
    private const int MaxBytes = 1 << 20; // of what the system says
    private const int DataSegment = 2; // RLIMIT_DATA: private memory that can be written, whether used or not

    // What the kernel itself and other programs may come to need.
    private const double PartForOthers = 0.05;

    /// <summary>Limits this process to the memory that is free now, or its container's. Elsewhere than on Linux nothing is done.</summary>
    public static void Apply()
    {
        if (!OperatingSystem.IsLinux() || GetLimit(DataSegment, out var limit) != 0) return;
        var most = (ulong)(Line("/proc/self/status", "VmData:") + FreeBytes());
        if (limit.Current <= most) return; // a narrower one is its user's wish
        _ = SetLimit(DataSegment, limit with { Current = Math.Min(most, limit.Largest) });
    }

    /// <summary>
    /// What to tell the user when a run failed for want of memory, or null when it failed for another reason. LibTorch's own
    /// error names the bytes of one tensor, in the midst of addresses.
    /// </summary>
    public static string? Explanation(Exception failure)
    {
        if (failure is not OutOfMemoryException && !IsOfLibTorch(failure)) return null;
        var asked = failure.Message.Split("you tried to allocate ") is [_, var rest] ? $" of {rest.Split(' ')[0]} bytes" : "";
        return $"There is not enough memory: an allocation{asked} failed. Use a smaller {RunKeys.Model}, a smaller "
            + $"{RunKeys.TrainingBatchSize} or {RunKeys.EvaluationBatchSize}, "
            + "fewer networks, or a machine with more memory.";
    }

    /// <summary>The memory that is free now.</summary>
    internal static double FreeBytes() =>
        Math.Min(Line("/proc/meminfo", "MemAvailable:") * (1 - PartForOthers), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>
    /// The bytes that a line of the system's says, by default in kilobytes; very many where there is no such line or file.
    /// </summary>
    internal static double Line(string file, string name, double unit = 1024, double otherwise = 1L << 60) =>
        Lines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? unit * double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : otherwise;

    private static IReadOnlyList<string> Lines(string file)
    {
        try
        {
            return RegularFile.Lines(file, MaxBytes);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool IsOfLibTorch(Exception failure) => failure is ExternalException
        && (failure.Message.Contains("can't allocate memory", StringComparison.Ordinal)
            || failure.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            || failure.Message.Contains("bad_alloc", StringComparison.Ordinal));

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out ResourceLimit limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Current, ulong Largest);
}
