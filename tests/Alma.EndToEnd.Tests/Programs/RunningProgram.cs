using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>A program that was started. Disposing kills it where a failed test leaves it behind.</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process process;
    private readonly PrintedLines output = new();
    private readonly PrintedLines errors = new();
    private readonly TimeSpan patience;

    public RunningProgram(ProcessStartInfo start, TimeSpan patience)
    {
        this.patience = patience;
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, received) => output.Add(received.Data);
        process.ErrorDataReceived += (_, received) => errors.Add(received.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public bool HasEnded => process.HasExited;

    /// <returns>The first line that has the text.</returns>
    public string WaitForLine(string text)
    {
        var found = output.WaitFor(text, patience);
        Assert.True(
            found, $"No line with '{text}' came. The program printed:\n{string.Join('\n', output.All)}\n{string.Join('\n', errors.All)}");
        return output.All.First(line => line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Sends it from here: a program that sends it would take its time to start, in which a short run may end.</summary>
    /// <param name="signal">As the command kill takes it: INT, TERM, HUP, USR1, USR2, STOP, CONT or KILL.</param>
    public void Signal(string signal)
    {
        var number = signal switch
        {
            "HUP" => 1,
            "INT" => 2,
            "KILL" => 9,
            "USR1" => 10,
            "USR2" => 12,
            "TERM" => 15,
            "CONT" => 18,
            "STOP" => 19,
            _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "No signal that tests send."),
        };
        if (!process.HasExited) _ = SendSignal(Id, number); // it may have ended since
    }

    /// <summary>Sends a signal again and again, as somebody does who presses Ctrl-C more than once: two at once may come as one.</summary>
    public void SignalUntilItEnds(string signal)
    {
        var since = Stopwatch.StartNew();
        do Signal(signal);
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(10)) && since.Elapsed < patience);
    }

    public ProgramResult WaitForEnd()
    {
        if (!process.WaitForExit(patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail(
                $"The program had not ended after {patience}. It "
                + $"printed:\n{string.Join('\n', output.All)}\n{string.Join('\n', errors.All)}");
        }
        process.WaitForExit(); // until its output is read to the end
        return new ProgramResult(process.ExitCode, output.All, errors.All);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int number);
}
