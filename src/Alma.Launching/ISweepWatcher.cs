using Alma.Launching.States;

namespace Alma.Launching;

/// <summary>Sees a sweep go on. It is called from several threads.</summary>
public interface ISweepWatcher
{
    /// <summary>The jobs of a rung were looked at; those that have to run come next.</summary>
    void RungStarted(IReadOnlyList<JobStatus> jobs, int toRunCount);

    void Started(SweepJob job);

    /// <summary>The job printed a line.</summary>
    void Printed(SweepJob job, string line);

    void Ended(SweepJob job, int exitCode, TimeSpan duration);

    /// <summary>Something else the user may want to know.</summary>
    void Noted(string text);
}
