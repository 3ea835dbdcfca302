namespace Alma.Launching.States;

/// <summary>One job as it looks from outside.</summary>
/// <param name="Note">Why it failed, or what the engine says of it; null where there is nothing to say.</param>
public sealed record JobStatus(SweepJob Job, JobState State, int MegabatchesDone, int? MegabatchesTotal, double? TestAccuracy, string? Note)
{
    /// <summary>Whether starting it again would bring it nearer to its end.</summary>
    public bool IsToRun(bool retryFailed) =>
        State is JobState.Missing or JobState.Interrupted or JobState.Dead || (retryFailed && State == JobState.Failed);

    /// <summary>Whether somebody should look.</summary>
    public bool IsBad => State is JobState.Failed or JobState.Dead or JobState.Unreadable;
}

/// <summary>How far a job is.</summary>
public enum JobState
{
    /// <summary>It has not begun, and nobody is about to start it.</summary>
    Missing,

    /// <summary>An engine has it and has not started it yet, or will start it again.</summary>
    Queued,

    Running,
    Done,

    /// <summary>It was stopped, and can go on.</summary>
    Interrupted,

    /// <summary>It was killed, and can go on.</summary>
    Dead,

    Failed,

    /// <summary>Its folder is damaged.</summary>
    Unreadable,
}

/// <summary>Where an engine has a job.</summary>
public enum EnginePlace
{
    /// <summary>It waits to be started, or to be started again.</summary>
    Queue,

    /// <summary>It has been started.</summary>
    Node,

    /// <summary>The engine has ended it.</summary>
    History,
}

/// <summary>What an engine says of a job.</summary>
/// <param name="Note">The engine's own words, such as the number of its job and why it waits.</param>
public sealed record EngineState(EnginePlace Place, string Note);
