using System.Runtime.InteropServices;

namespace Alma.Cli;

/// <summary>
/// Asks the work to stop at the next safe point on Ctrl-C or SIGTERM, once; a second Ctrl-C ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration[] registrations;

    public Interruption() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, 130)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, 143)),
    ];

    public CancellationToken Token => source.Token;

    /// <summary>128 plus the number of the signal that asked to stop.</summary>
    public int ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        source.Dispose();
    }

    private void Stop(PosixSignalContext context, int exitCode)
    {
        if (source.IsCancellationRequested) return; // the signal's own way: the process ends
        context.Cancel = true;
        ExitCode = exitCode;
        source.Cancel();
    }
}
