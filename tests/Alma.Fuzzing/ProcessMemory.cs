using System.Globalization;

namespace Alma.Fuzzing;

/// <summary>How large this process has been, native memory included.</summary>
internal static class ProcessMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Begins to measure anew, where the system can (Linux).</summary>
    /// <returns>How large the process is now.</returns>
    public static long ForgetPeak()
    {
        GC.Collect();
        if (File.Exists("/proc/self/clear_refs")) File.WriteAllText("/proc/self/clear_refs", "5");
        return PeakBytes();
    }

    public static long PeakBytes()
    {
        if (!File.Exists(Status)) return System.Diagnostics.Process.GetCurrentProcess().PeakWorkingSet64;
        var line = File.ReadLines(Status).Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line["VmHWM:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10;
    }
}
