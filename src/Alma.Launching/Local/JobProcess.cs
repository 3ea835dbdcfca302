using System.Diagnostics;

namespace Alma.Launching.Local;

/// <summary>
/// A job that runs here as a process of its own. It goes on only as long as its input stays open: where this process ends, however that
/// happens, the system closes it, and the job saves itself and ends.
/// </summary>
internal sealed class JobProcess : IDisposable
{
    private readonly Process process;
    private readonly JobLog log;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long started;
    private readonly TimeProvider time;

    private JobProcess(SweepJob job, ProcessStartInfo start, JobLog log, TimeProvider time, Action<string> printed)
    {
        (Job, this.log, this.time, started) = (job, log, time, time.GetTimestamp());
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, received) => ForwardLine(received.Data, printed);
        process.ErrorDataReceived += (_, received) => ForwardLine(received.Data, printed);
        process.Exited += (_, _) => ended.SetResult();
    }

    public SweepJob Job { get; }

    public Task Ended => ended.Task;

    public int ExitCode => process.ExitCode;

    public TimeSpan Duration => time.GetElapsedTime(started);

    /// <summary>The error that it printed and that its log lacks, or null.</summary>
    public string? UnwrittenError => log.UnwrittenError;

    public int ProcessId => process.Id;

    /// <param name="start">The command, with its environment.</param>
    /// <param name="log">Keeps what it prints; it is closed with the process.</param>
    /// <param name="printed">Gets each line that the job prints, from another thread.</param>
    public static JobProcess Start(SweepJob job, ProcessStartInfo start, JobLog log, TimeProvider time, Action<string> printed)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var running = new JobProcess(job, start, log, time, printed);
        try
        {
            running.process.Start();
        }
        catch
        {
            running.Dispose();
            throw;
        }

        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        return running;
    }

    /// <summary>
    /// Asks it to save itself and to end. Unlike a signal this cannot come twice: a Ctrl-C reaches it from the terminal as well.
    /// </summary>
    public void StopSafely() => process.StandardInput.Close();

    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Reads the rest of what it printed, once it has ended.</summary>
    public void Finish() => process.WaitForExit();

    public void Dispose()
    {
        process.Dispose();
        log.Dispose();
    }

    private void ForwardLine(string? line, Action<string> printed)
    {
        if (line is null) return;
        log.Write(line);
        printed(line);
    }
}
