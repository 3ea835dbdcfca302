using System.Runtime.InteropServices;

namespace Alma.Cli;

/// <summary>The signal that a terminal sends when it is closed, which <c>nohup</c> has a program ignore: that must stay so.</summary>
internal static class Hangup
{
    private const int Signal = 1;
    private const nint Ignored = 1; // SIG_IGN
    private const int LongestAction = 512;

    /// <summary>Whether this process was started so that it ignores the signal.</summary>
    public static bool IsIgnored { get; } = Find();

    // The first word of struct sigaction is the handler, on Linux and macOS.
    private static bool Find()
    {
        var action = new byte[LongestAction];
        return !OperatingSystem.IsWindows() && ActionOf(Signal, 0, action) == 0 && (nint)BitConverter.ToInt64(action) == Ignored;
    }

    [DllImport("libc", EntryPoint = "sigaction")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ActionOf(int signal, nint change, byte[] action);
}
