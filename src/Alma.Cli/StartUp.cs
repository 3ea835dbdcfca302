using System.Runtime.CompilerServices;

namespace Alma.Cli;

/// <summary>
/// The program from outside: looks whether the system lets it work, and sees to it that no fault, on whichever thread,
/// reaches its user as a stack trace.
/// </summary>
internal static class StartUp
{
    public static int Run(string[] args)
    {
        if (ProcessLimits.Refusal() is { } refusal)
        {
            EmergencyOutput.WriteLine($"error: {refusal}");
            return Failures.Error;
        }

        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) => End((Exception)unhandled.ExceptionObject);
        try
        {
            return Invoke(args);
        }
#pragma warning disable CA1031 // No fault reaches a user as a stack trace.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            EmergencyOutput.WriteLine(FaultReport.Of(fault));
            return Failures.Fault;
        }
    }

    // Apart, so that a part of the program that cannot be loaded is a fault like others.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Invoke(string[] args)
    {
        using var streams = StandardStreams.Open(isWorkThatCounts: IsWork(args));
        return streams.Ending(AlmaCommand.InvokeAsync(args).GetAwaiter().GetResult());
    }

    // A run is worth what it leaves in its folder; a list is worth nothing where it cannot be printed.
    private static bool IsWork(string[] args) =>
        args is ["run" or "resume" or "keep" or "serve", ..]
            or ["sweep", not ("status" or "logs" or "cancel"), ..]
            or ["data", "fetch" or "import" or "add", ..];

    private static void End(Exception fault)
    {
        EmergencyOutput.WriteLine(FaultReport.Of(fault));
        Environment.Exit(Failures.Fault); // before .NET ends the process with a stack trace
    }
}
