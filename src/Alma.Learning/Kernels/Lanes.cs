using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary>
/// A few threads that share work of some hundred microseconds, again and again. LibTorch's own threads share each product,
/// and wait for each other after each; lanes share a whole step, each computing its part of the batch on one thread. While
/// they are there, LibTorch computes with one thread.
/// </summary>
internal sealed class Lanes : IDisposable
{
    private const int SpinsBeforeSleep = 100; // some 50 microseconds: steps follow each other faster than that

    private readonly int threadsBefore = get_num_threads();
    private readonly Thread[] workers;
    private readonly AutoResetEvent[] alarms; // per worker
    private readonly int[] asleep; // per worker: 1 from when it means to sleep until somebody sees that
    private readonly Exception?[] faults;
    private readonly LaneMeeting meeting;
    private readonly LaneSeat[] seats;
    private Action<int> work = _ => { };
    private int round; // of work handed out
    private int atWork; // workers not through with it
    private bool isOver;

    /// <param name="count">Threads, the caller's among them.</param>
    public Lanes(int count)
    {
        Count = count;
        faults = new Exception?[count];
        meeting = new LaneMeeting(count);
        seats = count == 1 ? [LaneSeat.Alone] : [.. Enumerable.Range(0, count).Select(lane => new LaneSeat(meeting, lane))];
        if (count > 1) set_num_threads(1);
        alarms = [.. Enumerable.Range(1, count - 1).Select(_ => new AutoResetEvent(false))];
        asleep = new int[count - 1];
        workers = [.. Enumerable.Range(1, count - 1).Select(lane => new Thread(() => Serve(lane)) { IsBackground = true, Name = $"lane {lane}" })];
        foreach (var worker in workers) worker.Start();
    }

    public int Count { get; }

    /// <summary>The part of a lane when <paramref name="length"/> items are shared: consecutive, as even as can be, and of few items the first lanes get one each.</summary>
    public (int Start, int Length) Part(int lane, int length)
    {
        var start = Start(lane);
        return (start, Start(lane + 1) - start);

        int Start(int of) => (int)((((long)length * of) + Count - 1) / Count);
    }

    /// <summary>Where a lane meets the others while they work.</summary>
    public LaneSeat Seat(int lane) => seats[lane];

    /// <summary>Shares the work on some items among the lanes, and is back when all are through. What fails in a lane fails here.</summary>
    /// <param name="part">From the index of a lane, and the start and the length of its part; the caller's thread does the first.</param>
    public void Run(int itemCount, Action<int, int, int> part)
    {
        meeting.Start(Math.Min(Count, itemCount));
        Run(lane =>
        {
            var (start, length) = Part(lane, itemCount);
            part(lane, start, length);
        });
    }

    /// <summary>Does the work of every lane at once, and is back when all are through. What fails in a lane fails here.</summary>
    /// <param name="part">From the index of a lane; the caller's thread does the first.</param>
    private void Run(Action<int> part)
    {
        work = part;
        Volatile.Write(ref atWork, workers.Length);
        StartRound();
        Try(part, 0);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref atWork) > 0) spinner.SpinOnce(sleep1Threshold: -1);
        if ((Array.Find(faults, fault => fault is not (null or LaneLostException)) ?? Array.Find(faults, fault => fault is not null)) is not { } first) return;
        Array.Clear(faults);
        ExceptionDispatchInfo.Throw(first);
    }

    public void Dispose()
    {
        isOver = true;
        StartRound();
        foreach (var worker in workers) worker.Join();
        foreach (var alarm in alarms) alarm.Dispose();
        if (Count > 1) set_num_threads(threadsBefore);
    }

    private void Serve(int lane)
    {
        using var noGradient = no_grad(); // of this thread
        set_num_threads(1); // MKL keeps a number for every thread
        for (var seen = 0; ; seen++)
        {
            Await(seen + 1, lane - 1);
            if (isOver) return;
            Try(work, lane);
            Interlocked.Decrement(ref atWork);
        }
    }

    private void StartRound()
    {
        Interlocked.Increment(ref round);
        for (var k = 0; k < workers.Length; k++)
            if (Interlocked.Exchange(ref asleep[k], 0) == 1)
                alarms[k].Set();
    }

    private void Await(int next, int worker)
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref round) < next)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
            if (spinner.Count < SpinsBeforeSleep) continue;
            Interlocked.Exchange(ref asleep[worker], 1);
            // The round may have begun in between: whoever began it then either saw this worker asleep, or did not yet.
            var isMissed = Volatile.Read(ref round) >= next && Interlocked.Exchange(ref asleep[worker], 0) == 1;
            if (!isMissed) alarms[worker].WaitOne();
            spinner.Reset();
        }
    }

    private void Try(Action<int> part, int lane)
    {
        try
        {
            part(lane);
        }
        catch (Exception fault)
        {
            faults[lane] = fault;
            meeting.Break();
        }
    }
}
