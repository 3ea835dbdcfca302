using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>
/// Cuts a pass over memory into ranges and works on them with as many threads as LibTorch uses. The cut depends on the size of
/// the work alone, so what is summed range by range has the same bits whatever the number of threads.
/// </summary>
internal static class ParallelRanges
{
    private const int Most = 16;
    private const int FloatsWorthARange = 16384; // less takes no longer than waking a thread

    /// <summary>The ranges that <paramref name="items"/> of <paramref name="floatsPerItem"/> are cut into.</summary>
    public static int Count(int items, long floatsPerItem) =>
        (int)Math.Clamp(items * floatsPerItem / FloatsWorthARange, 1, Math.Min(Most, Math.Max(1, items)));

    /// <summary>Where a range begins; that of index <paramref name="count"/> is the end of the last.</summary>
    public static int Start(int range, int count, int items) => (int)((long)items * range / count);

    /// <summary>Does the work of each range, in any order, and returns when all is done.</summary>
    /// <exception cref="AggregateException">Work on a range threw; the other ranges are done all the same.</exception>
    public static void Run(int count, Action<int> work)
    {
        var pass = new Pass(count, work);
        var helpers = count == 1 ? 0 : Math.Min(count, get_num_threads()) - 1;
        for (var helper = 0; helper < helpers; helper++) ThreadPool.UnsafeQueueUserWorkItem(pass, preferLocal: false);
        pass.Execute();
        pass.Wait();
    }

    // Whoever is free takes the next range; a helper that comes late finds none left.
    private sealed class Pass(int count, Action<int> work) : IThreadPoolWorkItem
    {
        private int taken;
        private int done;
        private Exception? failure;

        public void Execute()
        {
            for (var range = Interlocked.Increment(ref taken) - 1; range < count; range = Interlocked.Increment(ref taken) - 1)
            {
                try { work(range); }
                catch (Exception error) { failure = error; }
                Interlocked.Increment(ref done);
            }
        }

        public void Wait()
        {
            var wait = default(SpinWait);
            while (Volatile.Read(ref done) < count) wait.SpinOnce(sleep1Threshold: -1);
            if (failure is not null) throw new AggregateException(failure);
        }
    }
}
