using Alma.Launching.Folder;
using Alma.Launching.States;

namespace Alma.Launching;

/// <summary>
/// Something that runs the jobs of a sweep: processes here, or an engine such as SLURM. A job is the command <c>alma sweep job FOLDER
/// NAME</c> and can be started again whenever it has ended before its run was done; whatever else is known of it stands in its run folder.
/// </summary>
public interface ILauncher
{
    /// <summary>Starts the jobs: returns when they have ended, or when an engine has them that outlives this process.</summary>
    /// <param name="stop">Asks the jobs to save themselves and to end.</param>
    /// <exception cref="LaunchException">The engine refused them.</exception>
    Task LaunchAsync(SweepFolder sweep, IReadOnlyList<SweepJob> jobs, CancellationToken stop);

    /// <summary>The jobs of the sweep that the engine has now, by name; none where it has never had any.</summary>
    IReadOnlyDictionary<string, EngineState> Poll(SweepFolder sweep);

    /// <summary>Asks the jobs of the sweep to save themselves and to end.</summary>
    /// <returns>What was asked of whom, for the user; empty where nothing runs.</returns>
    IReadOnlyList<string> Cancel(SweepFolder sweep);

    /// <summary>Where the job prints, or null where this launcher never had it.</summary>
    string? LogFile(SweepFolder sweep, SweepJob job);
}
