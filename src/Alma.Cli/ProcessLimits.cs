using System.Runtime.InteropServices;

namespace Alma.Cli;

/// <summary>What the system lets this process have (<c>ulimit</c>), as far as alma cannot do with less.</summary>
internal static class ProcessLimits
{
    // Measured: with fewer, .NET cannot load the parts of the program, or a sweep cannot start a job.
    private const ulong LeastFiles = 160;
    private const ulong LeastStackBytes = 256 << 10;
    private const int Stack = 3;
    private const ulong Kilobyte = 1024;

    private static int Files => OperatingSystem.IsMacOS() ? 8 : 7;

    /// <summary>Files that may be open at once; null where there is no limit or the system does not say.</summary>
    public static ulong? OpenFiles => Of(Files);

    public static ulong? StackBytes => Of(Stack);

    /// <summary>Why alma cannot work here, or null.</summary>
    public static string? Refusal()
    {
        if (OpenFiles is { } files && files < LeastFiles)
            return $"this process may have {files} files open, and alma needs {LeastFiles}. Raise the limit: ulimit -n 1024";
        if (StackBytes is { } bytes && bytes < LeastStackBytes)
            return $"this process may have {bytes / Kilobyte} KiB of stack, and alma needs {LeastStackBytes / Kilobyte}. "
                + "Raise the limit: ulimit -s 8192";
        return null;
    }

    private static ulong? Of(int resource)
    {
        if (OperatingSystem.IsWindows() || GetLimit(resource, out var limit) != 0) return null;
        return limit.Current >= long.MaxValue ? null : limit.Current;
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Current, ulong Largest);
}
