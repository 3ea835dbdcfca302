namespace Alma.Learning.Growth;

/// <summary>When a network grows, and by how much. It goes by the learner's updates, whatever it waits for between them.</summary>
public static class GrowthSchedule
{
    /// <summary>Whether a network that grows every so many updates grows before this one, counted from 0; never before the first.</summary>
    public static bool IsDue(int update, int growEvery) => update > 0 && update % growEvery == 0;

    /// <summary>
    /// The neurons that Firefly adds before an update, as a part of those there are (crlapi's <c>firefly.py</c>): a network that grows before
    /// every update gains <paramref name="ratio"/> of its first neurons each time; one that grows less often gains at a growth step what
    /// it would have gained at this update alone.
    /// </summary>
    public static double FireflyRatio(int update, double ratio) => (((ratio * update) + 1) / ((ratio * (update - 1)) + 1)) - 1;
}
