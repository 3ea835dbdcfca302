namespace Alma.Learning.Learners;

/// <summary>When a network grows. It goes by the learner's updates, whatever it waits for between them.</summary>
public static class GrowthSchedule
{
    /// <summary>Whether a network that grows every so many updates grows before this one, counted from 0; never before the first.</summary>
    public static bool IsDue(int update, int growEvery) => update > 0 && update % growEvery == 0;
}
