namespace Alma.Learning.Kernels;

/// <summary>One lane's place in a <see cref="LaneMeeting"/>.</summary>
/// <param name="meeting">Null for a thread that shares its step with no other.</param>
internal sealed class LaneSeat(LaneMeeting? meeting, int lane)
{
    /// <summary>That of a thread which shares its step with no other.</summary>
    public static LaneSeat Alone { get; } = new(null, 0);

    public int Lane => lane;

    public bool IsShared => meeting is not null;

    /// <summary>What every lane has of its part of the batch, in the order of the lanes; waits for them.</summary>
    /// <exception cref="LaneLostException">Another lane failed.</exception>
    public T[] Share<T>(T own)
        where T : class => meeting is null ? [own] : meeting.Share(lane, own);

    /// <summary>Says that this lane failed, to those who wait for it.</summary>
    public void Leave() => meeting?.Break();
}
