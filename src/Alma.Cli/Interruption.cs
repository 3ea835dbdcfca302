using System.Runtime.InteropServices;
using Alma.Cli.Display;
using Alma.Experiments;

namespace Alma.Cli;

/// <summary>
/// Asks the work to stop at the next safe point on Ctrl-C, SIGTERM or SIGHUP (a terminal or an ssh session is closed), once; a second
/// Ctrl-C ends the process at once. On SIGUSR1 or SIGUSR2 it asks the work to save itself and to go on, as schedulers want it before they
/// stop a job; a job that a scheduler starts again by itself stops then.
/// </summary>
internal sealed class Interruption : IDisposable
{
    // SIGUSR1, SIGUSR2
    private static readonly int[] userSignals = OperatingSystem.IsLinux() ? [10, 12] : OperatingSystem.IsMacOS() ? [30, 31] : [];
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;
    private int exitCode;
    private int signalCount;

    /// <param name="isScheduled">Whether a user's signal is to stop the work, and no later signal to end it before it is saved.</param>
    public Interruption(bool isScheduled = false)
    {
        IsScheduled = isScheduled;
        registrations = Register();
    }

    private PosixSignalRegistration[] Register() =>
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 130)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 143)),
        .. Hangup.IsIgnored
            ? Array.Empty<PosixSignalRegistration>()
            : [PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Stop(context, 129))],
        .. userSignals.Select(signal => PosixSignalRegistration.Create((PosixSignal)signal, Save)),
    ];

    /// <summary>Whether the scheduler asked the work to stop.</summary>
    public bool IsAskedByScheduler { get; private set; }

    /// <summary>What is done on a second Ctrl-C, before the process ends.</summary>
    public Action? Again { get; set; }

    private bool IsScheduled { get; }

    /// <summary>Asked when the work is to save itself.</summary>
    public SaveRequest SaveRequest { get; } = new();

    public CancellationToken Token => source.Token;

    /// <summary>Does the work; where it was asked to stop, says how to go on.</summary>
    /// <returns>Its exit code, or 128 plus the number of the signal that asked to stop.</returns>
    public async Task<int> ReportAsync(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OperationCanceledException stopped) when (Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"Interrupted. {stopped.Message}");
            return exitCode;
        }
    }

    /// <summary>Asks the work to stop, as a signal would.</summary>
    public void Stop()
    {
        if (source.IsCancellationRequested) return;
        exitCode = 143;
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work is through.
        }
    }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Save(PosixSignalContext context)
    {
        context.Cancel = true; // or the process would end
        if (!IsScheduled) SaveRequest.Ask();
        IsAskedByScheduler = IsScheduled;
        if (IsScheduled) Stop();
    }

    private void Stop(PosixSignalContext context, int code)
    {
        if (Interlocked.Increment(ref signalCount) > 1)
        {
            Again?.Invoke();
            Terminal.ShowCursor(); // what hid it has no more time to
            context.Cancel = IsScheduled; // else the signal's own way: the process ends
            return;
        }

        context.Cancel = true;
        // asked in another way: a launcher's Ctrl-C reaches its jobs both from it and from the terminal
        if (source.IsCancellationRequested) return;
        exitCode = code;
        source.Cancel();
    }
}
