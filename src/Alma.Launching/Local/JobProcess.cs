using System.Diagnostics;
using Alma.Files;

namespace Alma.Launching.Local;

/// <summary>
/// A job that runs here as a process of its own. It goes on only as long as its input stays open: where this process ends, however that
/// happens, the system closes it, and the job saves itself and ends.
/// </summary>
internal sealed class JobProcess : IDisposable
{
    private readonly Process process;
    private readonly StreamWriter log;
    private readonly Lock gate = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long started;
    private readonly TimeProvider time;

    private JobProcess(SweepJob job, ProcessStartInfo start, string logFile, TimeProvider time, Action<string> printed)
    {
        (Job, this.time, started) = (job, time, time.GetTimestamp());
        OwnFile.RefuseLinks(Path.GetDirectoryName(Path.GetDirectoryName(logFile))!, logFile);
        Directory.CreateDirectory(Path.GetDirectoryName(logFile)!);
        log = OwnFile.Append(logFile);
        process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, received) => Keep(received.Data, printed);
        process.ErrorDataReceived += (_, received) => Keep(received.Data, printed);
        process.Exited += (_, _) => ended.SetResult();
    }

    public SweepJob Job { get; }

    public Task Ended => ended.Task;

    public int ExitCode => process.ExitCode;

    public TimeSpan Duration => time.GetElapsedTime(started);

    public int ProcessId => process.Id;

    /// <param name="start">The command, with its environment.</param>
    /// <param name="printed">Gets each line that the job prints, from another thread.</param>
    public static JobProcess Start(SweepJob job, ProcessStartInfo start, string logFile, TimeProvider time, Action<string> printed)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var running = new JobProcess(job, start, logFile, time, printed);
        running.process.Start();
        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Asks it to save itself and to end. Unlike a signal this cannot come twice: a Ctrl-C reaches it from the terminal as well.</summary>
    public void StopSafely() => process.StandardInput.Close();

    public void Kill() => process.Kill(entireProcessTree: true);

    /// <summary>Reads the rest of what it printed, once it has ended.</summary>
    public void Finish() => process.WaitForExit();

    public void Dispose()
    {
        process.Dispose();
        lock (gate) log.Dispose();
    }

    private void Keep(string? line, Action<string> printed)
    {
        if (line is null) return;
        lock (gate) log.WriteLine(line);
        printed(line);
    }
}
