namespace Alma.Crashing;

/// <summary>What came of a run that was killed.</summary>
/// <param name="Killed">How often it was.</param>
/// <param name="InStartUp">How many of these kills came before its first row.</param>
/// <param name="InWrite">How many left a file half written.</param>
/// <param name="IsResumed">Whether it then went on to its end.</param>
/// <param name="Failure">What was wrong, or null where it came to the same as the uninterrupted run.</param>
internal sealed record CrashResult(CrashPlan Plan, int Killed, int InStartUp, int InWrite, bool IsResumed, string? Failure)
{
    public int RedoneEpochs { get; init; }
}
