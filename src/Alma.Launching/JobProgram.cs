using Alma.Launching.Folder;

namespace Alma.Launching;

/// <summary>How jobs are started: this very program, whichever way it was started itself.</summary>
/// <param name="Command">The program and what comes before its own arguments.</param>
public sealed record JobProgram(IReadOnlyList<string> Command)
{
    /// <summary>The published program alone, or <c>dotnet</c> and the program's assembly.</summary>
    public static JobProgram OfThisProcess()
    {
        var process = Environment.ProcessPath
            ?? throw new LaunchException("the system does not say which program this is, so it cannot be started again for jobs.");
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? new JobProgram([process, Path.GetFullPath(Environment.GetCommandLineArgs()[0])])
            : new JobProgram([process]);
    }

    /// <summary>The command that runs a job to its end.</summary>
    public IReadOnlyList<string> Job(SweepFolder sweep, params IEnumerable<string> arguments) =>
        [.. Command, "sweep", "job", sweep.Path, .. arguments];
}

/// <summary>The options of <c>alma sweep job</c>, which launchers give and the command takes.</summary>
public static class JobFlags
{
    /// <summary>The job reads its input until it ends: then it saves itself and ends.</summary>
    public const string UntilInputEnds = "--until-input-ends";

    /// <summary>A file of names of jobs, a line each.</summary>
    public const string List = "--list";

    /// <summary>The line of that file, from 0.</summary>
    public const string Index = "--index";

    /// <summary>How often to go on after the time was over.</summary>
    public const string MaxTimeouts = "--max-timeouts";

    /// <summary>Seconds from the signal to the end of the time.</summary>
    public const string SignalDelay = "--signal-delay";
}
