namespace Alma.Cli;

/// <summary>Faults of what the system lets a process have: too few files, too few threads.</summary>
internal static class EnvironmentFault
{
    private const int TooManyFiles = 24; // EMFILE
    private const int NoMoreProcesses = 11; // EAGAIN, of starting a program

    /// <summary>What to tell the user, or null where a fault has another reason.</summary>
    public static string? Explanation(Exception fault)
    {
        for (Exception? reason = fault; reason is not null; reason = reason.InnerException)
        {
            if (IsOfFiles(reason))
                return $"too many files are open: this process may have {ProcessLimits.OpenFiles?.ToString() ?? "no more"}. "
                    + "Raise the limit: ulimit -n 1024.";
            if (IsOfThreads(reason) || (fault is TypeInitializationException && reason.HResult == NoMoreProcesses))
                return "the system lets this process start no further thread or program. Raise the limit (ulimit -u), "
                    + "or end other programs.";
        }

        return null;
    }

    private static bool IsOfFiles(Exception reason) => reason is System.ComponentModel.Win32Exception { NativeErrorCode: TooManyFiles }
        || reason.HResult == TooManyFiles
        || reason.Message.Contains("Too many open files", StringComparison.Ordinal);

    private static bool IsOfThreads(Exception reason) => reason is System.ComponentModel.Win32Exception { NativeErrorCode: NoMoreProcesses }
        || reason is System.Threading.ThreadStartException
        || (reason is OutOfMemoryException && reason.StackTrace?.Contains("Thread.Start", StringComparison.Ordinal) == true)
        || reason.Message.Contains("Resource temporarily unavailable", StringComparison.Ordinal);
}
