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
