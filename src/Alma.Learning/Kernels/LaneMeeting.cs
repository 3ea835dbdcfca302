namespace Alma.Learning.Kernels;

/// <summary>
/// Where the lanes that share a step put together what each knows of its part of the batch, such as the statistics of a batch
/// norm. Every lane comes as often as the others and in the same order.
/// </summary>
internal sealed class LaneMeeting(int laneCount)
{
    private readonly object?[][] places = [new object?[laneCount], new object?[laneCount]]; // of this meeting and of the one before, which some may still read
    private readonly int[] meetings = new int[laneCount]; // per lane, since the start
    private int attending = laneCount;
    private int arrivals; // of all meetings since the start
    private volatile bool isBroken;

    /// <summary>Begins anew; no lane may be at work.</summary>
    /// <param name="lanes">How many will come: the first ones.</param>
    public void Start(int lanes)
    {
        (attending, arrivals, isBroken) = (lanes, 0, false);
        foreach (var place in places) Array.Clear(place);
        Array.Clear(meetings);
    }

    /// <summary>Says that a lane will not come again: those who wait for it fail.</summary>
    public void Break() => isBroken = true;

    /// <summary>Waits for all, and gives what each brought, in the order of the lanes.</summary>
    /// <exception cref="LaneLostException">Another lane failed.</exception>
    public T[] Share<T>(int lane, T own)
        where T : class
    {
        var meeting = meetings[lane]++;
        var here = places[meeting % 2];
        here[lane] = own;
        Interlocked.Increment(ref arrivals);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref arrivals) < attending * (meeting + 1))
        {
            if (isBroken) throw new LaneLostException();
            spinner.SpinOnce(sleep1Threshold: -1);
        }
        return Array.ConvertAll(here[..attending], brought => (T)brought!);
    }
}

/// <summary>The lane that others waited for failed; its own exception says why.</summary>
internal sealed class LaneLostException() : Exception("another thread of this step failed");
