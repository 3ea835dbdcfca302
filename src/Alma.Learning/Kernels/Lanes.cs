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
    private const int SpinsBeforeSleep = 300; // about 0.1 ms: steps follow each other faster than that

    private readonly int threadsBefore = get_num_threads();
    private readonly ManualResetEventSlim wake = new(false, spinCount: 0);
    private readonly Thread[] workers;
    private readonly Exception?[] faults;
    private Action<int> work = _ => { };
    private int round; // of work handed out
    private int atWork; // workers not through with it
    private bool isOver;

    /// <param name="count">Threads, the caller's among them.</param>
    public Lanes(int count)
    {
        Count = count;
        faults = new Exception?[count];
        if (count > 1) set_num_threads(1);
        workers = [.. Enumerable.Range(1, count - 1).Select(lane => new Thread(() => Serve(lane)) { IsBackground = true, Name = $"lane {lane}" })];
        foreach (var worker in workers) worker.Start();
    }

    public int Count { get; }

    /// <summary>The part of a lane when <paramref name="length"/> items are shared: consecutive, as even as can be.</summary>
    public (int Start, int Length) Part(int lane, int length)
    {
        var start = (int)((long)length * lane / Count);
        return (start, (int)((long)length * (lane + 1) / Count) - start);
    }

    /// <summary>Does the work of every lane at once, and is back when all are through. What fails in a lane fails here.</summary>
    /// <param name="part">From the index of a lane; the caller's thread does the first.</param>
    public void Run(Action<int> part)
    {
        work = part;
        Volatile.Write(ref atWork, workers.Length);
        Interlocked.Increment(ref round);
        wake.Set();
        Try(part, 0);
        var spinner = default(SpinWait);
        while (Volatile.Read(ref atWork) > 0) spinner.SpinOnce(sleep1Threshold: -1);
        wake.Reset();
        if (Array.Find(faults, fault => fault is not null) is not { } first) return;
        Array.Clear(faults);
        ExceptionDispatchInfo.Throw(first);
    }

    public void Dispose()
    {
        isOver = true;
        Interlocked.Increment(ref round);
        wake.Set();
        foreach (var worker in workers) worker.Join();
        wake.Dispose();
        if (Count > 1) set_num_threads(threadsBefore);
    }

    private void Serve(int lane)
    {
        using var noGradient = no_grad(); // of this thread
        for (var seen = 0; ; seen++)
        {
            Await(seen + 1);
            if (isOver) return;
            Try(work, lane);
            Interlocked.Decrement(ref atWork);
        }
    }

    private void Await(int next)
    {
        for (var spins = 0; Volatile.Read(ref round) < next; spins++)
        {
            if (spins < SpinsBeforeSleep) Thread.SpinWait(8);
            else wake.Wait();
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
        }
    }
}
