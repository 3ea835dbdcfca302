using System.Diagnostics;

namespace Alma.Fuzzing;

/// <summary>One parser and its damaged inputs, one after the other.</summary>
internal sealed class FuzzSession(FuzzedParser parser, ulong seed, InputWatch watch)
{
    private const long MostBytes = 256L << 20;
    private const int Repetitions = 3;

    private readonly Damage damage = new(parser.Seeds, parser.Words);
    private long accepted;
    private TimeSpan slowest;
    private int slowestInput;
    private long mostAllocated;

    public FuzzResult Run(int inputCount)
    {
        foreach (var right in parser.Seeds) parser.Accepts(right); // what is loaded once is no input's time or memory
        var resident = ProcessMemory.ForgetPeak();
        var started = Stopwatch.GetTimestamp();
        string? failure = null;
        var done = 0;
        for (; done < inputCount && failure is null; done++) failure = TryOne(done);
        return new(
            parser.Name, done, accepted, done - accepted, slowest, slowestInput, mostAllocated, ProcessMemory.PeakBytes() - resident,
            Stopwatch.GetElapsedTime(started), failure);
    }

    // The machine may have made it wait: what counts is the least of several times.
    private void Time(int index, byte[] input, TimeSpan took)
    {
        for (var again = 0; again < Repetitions && took > slowest; again++)
        {
            var started = Stopwatch.GetTimestamp();
            parser.Accepts(input);
            took = TimeSpan.FromTicks(Math.Min(took.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
        }
        if (took > slowest) (slowest, slowestInput) = (took, index);
    }

    private string? TryOne(int index)
    {
        var input = damage.Input(seed, index);
        watch.Started(parser.Name, index, input);
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (parser.Accepts(input)) accepted++;
        }
#pragma warning disable CA1031 // Any exception that is not the parser's own kind of refusal is what this program looks for.
        catch (Exception crash)
#pragma warning restore CA1031
        {
            return $"{parser.Name}: input {index} of seed {seed} ({InputWatch.Keep(parser.Name, index, input)}) ended in {crash}";
        }
        finally
        {
            watch.Ended();
        }
        var took = Stopwatch.GetElapsedTime(started);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        if (took > slowest) Time(index, input, took);
        mostAllocated = Math.Max(mostAllocated, allocated);
        return allocated <= MostBytes
            ? null
            : $"{parser.Name}: input {index} of seed {seed} ({InputWatch.Keep(parser.Name, index, input)}) took {allocated >> 20} MiB";
    }
}
