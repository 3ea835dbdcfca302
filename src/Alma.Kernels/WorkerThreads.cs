using System.Runtime.ExceptionServices;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>
/// A few threads that share work of some hundred microseconds, again and again. LibTorch's own threads share each product,
/// and wait for each other after each; these share a whole step, each computing its part of the batch. While
/// they are there, LibTorch computes with one thread.
/// </summary>
public sealed class WorkerThreads : IDisposable
{
    private const int SpinsBeforeSleep = 100; // some 50 microseconds: steps follow each other faster than that

    private readonly int threadsBefore = get_num_threads();
    private readonly Thread[] threads; // all but the caller's
    private readonly AutoResetEvent[] alarms; // per thread
    private readonly int[] asleep; // per thread: 1 from when it means to sleep until somebody sees that
    private readonly Exception?[] faults;
    private readonly WorkerBarrier barrier;
    private readonly Worker[] workers;
    private Action<int> work = _ => { };
    private int round; // of work handed out
    private int atWork; // threads not through with it
    private bool isOver;

    /// <param name="count">Threads, the caller's among them.</param>
    public WorkerThreads(int count)
    {
        Count = count;
        faults = new Exception?[count];
        barrier = new WorkerBarrier(count);
        workers = count == 1 ? [Worker.Alone] : [.. Enumerable.Range(0, count).Select(rank => new Worker(barrier, rank))];
        if (count > 1) set_num_threads(1);
        alarms = [.. Enumerable.Range(1, count - 1).Select(_ => new AutoResetEvent(false))];
        asleep = new int[count - 1];
        threads = [.. Enumerable.Range(1, count - 1)
            .Select(rank => new Thread(() => Serve(rank)) { IsBackground = true, Name = $"worker {rank}" })];
        foreach (var thread in threads) thread.Start();
    }

    public int Count { get; }

    /// <summary>
    /// The part of a worker when <paramref name="length"/> items are shared: consecutive, as even as can be,
    /// and of few items the first workers get one each.
    /// </summary>
    public (int Start, int Length) Part(int rank, int length)
    {
        var start = Start(rank);
        return (start, Start(rank + 1) - start);

        int Start(int of) => (int)((((long)length * of) + Count - 1) / Count);
    }

    public Worker Of(int rank) => workers[rank];

    /// <summary>
    /// Shares the work on some items among the workers, and is back when all are through. What fails in a worker fails here.
    /// </summary>
    /// <param name="part">From the rank of a worker, and the start and the length of its part; the caller's thread does the first.</param>
    public void Run(int itemCount, Action<int, int, int> part)
    {
        barrier.Start(Math.Min(Count, itemCount));
        Run(rank =>
        {
            var (start, length) = Part(rank, itemCount);
            part(rank, start, length);
        });
    }

    /// <summary>Does the work of every worker at once, and is back when all are through. What fails in a worker fails here.</summary>
    /// <param name="part">From the rank of a worker; the caller's thread does the first.</param>
    private void Run(Action<int> part)
    {
        work = part;
        Volatile.Write(ref atWork, threads.Length);
        StartRound();
        Try(part, 0);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref atWork) > 0) spinner.SpinOnce(sleep1Threshold: -1);
        if ((Array.Find(faults, fault => fault is not (null or WorkerLostException)) ?? Array.Find(faults, fault => fault is not null))
            is not { } first)
            return;
        Array.Clear(faults);
        ExceptionDispatchInfo.Throw(first);
    }

    public void Dispose()
    {
        isOver = true;
        StartRound();
        foreach (var thread in threads) thread.Join();
        foreach (var alarm in alarms) alarm.Dispose();
        if (Count > 1) set_num_threads(threadsBefore);
    }

    private void Serve(int rank)
    {
        using var noGradient = no_grad(); // of this thread
        set_num_threads(1); // MKL keeps a number for every thread
        for (var seen = 0; ; seen++)
        {
            Await(seen + 1, rank - 1);
            if (isOver) return;
            Try(work, rank);
            Interlocked.Decrement(ref atWork);
        }
    }

    private void StartRound()
    {
        Interlocked.Increment(ref round);
        for (var k = 0; k < threads.Length; k++)
            if (Interlocked.Exchange(ref asleep[k], 0) == 1)
                alarms[k].Set();
    }

    private void Await(int next, int thread)
    {
        var spinner = default(SpinWait);
        while (Volatile.Read(ref round) < next)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
            if (spinner.Count < SpinsBeforeSleep) continue;
            Interlocked.Exchange(ref asleep[thread], 1);
            // The round may have begun in between: whoever began it then either saw this thread asleep, or did not yet.
            var isMissed = Volatile.Read(ref round) >= next && Interlocked.Exchange(ref asleep[thread], 0) == 1;
            if (!isMissed) alarms[thread].WaitOne();
            spinner.Reset();
        }
    }

    private void Try(Action<int> part, int rank)
    {
        try
        {
            part(rank);
        }
        catch (Exception fault)
        {
            faults[rank] = fault;
            barrier.Break();
        }
    }
}

/// <summary>One of the <see cref="WorkerThreads"/> that share a step, by its rank.</summary>
public sealed class Worker
{
    private readonly WorkerBarrier? barrier;

    /// <param name="barrier">Null for a thread that shares its step with no other.</param>
    internal Worker(WorkerBarrier? barrier, int rank) => (this.barrier, Rank) = (barrier, rank);

    /// <summary>A thread that shares its step with no other.</summary>
    public static Worker Alone { get; } = new(null, 0);

    public int Rank { get; }

    public bool IsShared => barrier is not null;

    /// <summary>What every worker has of its part of the batch, in the order of their ranks; waits for them.</summary>
    /// <exception cref="WorkerLostException">Another worker failed.</exception>
    public T[] AllGather<T>(T own)
        where T : class => barrier is null ? [own] : barrier.AllGather(Rank, own);

    /// <summary>Says that this worker failed, to those who wait for it.</summary>
    public void Fail() => barrier?.Break();
}

/// <summary>
/// Where the workers that share a step put together what each knows of its part of the batch, such as the statistics of a batch
/// norm. Every worker comes as often as the others and in the same order.
/// </summary>
internal sealed class WorkerBarrier(int workerCount)
{
    // this time and the time before, which some may still read
    private readonly object?[][] gathered = [new object?[workerCount], new object?[workerCount]];
    private readonly int[] times = new int[workerCount]; // per worker, since the start
    private int expected = workerCount;
    private int arrivals; // of all times since the start
    private volatile bool isBroken;

    /// <summary>Begins anew; no worker may be at work.</summary>
    /// <param name="count">How many will come: the first ones.</param>
    public void Start(int count)
    {
        expected = count;
        arrivals = 0;
        isBroken = false;
        foreach (var places in gathered) Array.Clear(places);
        Array.Clear(times);
    }

    /// <summary>Says that a worker will not come again: those who wait for it fail.</summary>
    public void Break() => isBroken = true;

    /// <summary>Waits for all, and gives what each brought, in the order of their ranks.</summary>
    /// <exception cref="WorkerLostException">Another worker failed.</exception>
    public T[] AllGather<T>(int rank, T own)
        where T : class
    {
        var time = times[rank]++;
        var places = gathered[time % 2];
        places[rank] = own;
        Interlocked.Increment(ref arrivals);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref arrivals) < expected * (time + 1))
        {
            if (isBroken) throw new WorkerLostException();
            spinner.SpinOnce(sleep1Threshold: -1);
        }
        return Array.ConvertAll(places[..expected], brought => (T)brought!);
    }
}

/// <summary>The worker that others waited for failed; its own exception says why.</summary>
public sealed class WorkerLostException() : Exception("another thread of this step failed");
