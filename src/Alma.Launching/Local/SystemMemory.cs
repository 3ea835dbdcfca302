using System.Globalization;
using Alma.Files;

namespace Alma.Launching.Local;

/// <summary>What the system says of memory. Elsewhere than on Linux nothing holds jobs back.</summary>
internal static class SystemMemory
{
    private const int MaxBytes = 1 << 20;
    private const string ContainerLimit = "/sys/fs/cgroup/memory.max";
    private const string ContainerUse = "/sys/fs/cgroup/memory.current";
    private const string ContainerUses = "/sys/fs/cgroup/memory.stat";

    /// <summary>Bytes that are free, on the machine and in the container.</summary>
    public static long Free()
    {
        var free = Line("/proc/meminfo", "MemAvailable:") ?? long.MaxValue;
        return Number(ContainerLimit) is { } limit && Number(ContainerUse) is { } used
            ? Math.Min(free, limit - used + CachedFiles())
            : free;
    }

    /// <summary>Bytes that a process holds, and the most it has held; none once it is gone.</summary>
    public static (long Now, long Peak) Of(int processId)
    {
        var status = $"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/status";
        return (Line(status, "VmRSS:") ?? 0, Line(status, "VmHWM:") ?? 0);
    }

    /// <summary>Bytes of files that the container's memory holds only as long as nothing else wants the room.</summary>
    private static long CachedFiles() =>
        Lines(ContainerUses).Select(line => line.Split(' ')).FirstOrDefault(words => words is ["inactive_file", _]) is [_, var bytes]
        && long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    private static long? Line(string file, string name) =>
        Lines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? 1024 * long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)
            : null;

    private static long? Number(string file) =>
        Lines(file) is [var line] && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string file)
    {
        try
        {
            return [.. RegularFile.Lines(file, MaxBytes)];
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
