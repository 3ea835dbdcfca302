using System.Runtime.InteropServices;

namespace Alma.Cli;

/// <summary>
/// The standard output and error output of this process, which may be closed, on a full disk, or go with a terminal. What cannot be printed
/// disturbs no work; in the end it is said.
/// </summary>
internal sealed class StandardStreams : IDisposable
{
    private const int Output = 1;
    private const int ErrorOutput = 2;
    private const int GetFlags = 1; // F_GETFD
    private const int ClosedOnExec = 1; // FD_CLOEXEC
    private const int GetAccess = 3; // F_GETFL
    private const int AccessMask = 3;
    private const int ReadAlone = 0;
    private readonly ForgivingWriter output;
    private readonly bool isWork;

    private StandardStreams(ForgivingWriter output, bool isWork) => (this.output, this.isWork) = (output, isWork);

    /// <summary>Whether there is a standard output at all.</summary>
    public static bool IsOutputOpen { get; private set; } = true;

    /// <param name="isWorkThatCounts">Whether the command is done well though nobody could read what it printed.</param>
    public static StandardStreams Open(bool isWorkThatCounts)
    {
        IsOutputOpen = IsInherited(Output);
        Console.SetError(new ForgivingWriter(IsInherited(ErrorOutput) ? Console.Error : null, _ => { }));
        var output = new ForgivingWriter(IsOutputOpen ? Console.Out : null, failure =>
        {
            if (isWorkThatCounts)
                Console.Error.WriteLine($"warning: the standard output cannot be written: {failure} The command goes on without it.");
        });
        Console.SetOut(output);
        return new StandardStreams(output, isWorkThatCounts);
    }

    /// <summary>Says where something could not be printed that was asked for.</summary>
    /// <returns>The exit code.</returns>
    public int Ending(int exitCode)
    {
        Console.Out.Flush();
        if (output.Failure is not { } failure || isWork || exitCode != 0) return exitCode;
        Console.Error.WriteLine($"error: the standard output cannot be written: {failure}");
        return Failures.Error;
    }

    public void Dispose() => output.Dispose();

    // A number that its caller has closed is soon that of another file, into which nothing must be printed: this process opens
    // its files so that programs it starts do not get them, which those that it was started with are not.
    private static bool IsInherited(int descriptor)
    {
        if (OperatingSystem.IsWindows()) return true;
        var flags = Control(descriptor, GetFlags);
        return flags >= 0 && (flags & ClosedOnExec) == 0 && (Control(descriptor, GetAccess) & AccessMask) != ReadAlone;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int descriptor, int command);
}
