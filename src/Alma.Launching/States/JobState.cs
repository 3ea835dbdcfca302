namespace Alma.Launching.States;

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
