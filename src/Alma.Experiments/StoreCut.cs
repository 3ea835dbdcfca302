using Alma.Config;
using Alma.Data.Stores;
using Alma.Experiments.Options;
using Alma.Learning;
using Alma.Learning.Streams;

namespace Alma.Experiments;

/// <summary>Cuts the examples of an imported data set into megabatches: at random, by dump or by time.</summary>
internal static class StoreCut
{
    /// <exception cref="LearningException">There are fewer examples than megabatches, or they have no times.</exception>
    public static MegabatchStream Of(Store store, OwnTrainOptions asked, int streamLength)
    {
        if (asked.Period is not null && asked.By != StreamCut.Time)
            throw new LearningException("period says what a megabatch spans with by: time only; set that too, or leave it out.");
        int[] counts = [.. store.Manifest.Dumps.Select(dump => dump.Count - dump.TestCount)];
        if (counts.Sum() < (asked.By == StreamCut.Dump || asked.Period is not null ? 1 : streamLength))
            throw new LearningException(
                $"{RunKeys.MegabatchCount} is {streamLength}, but {store.Name} has {counts.Sum()} examples to learn from. "
                + "Use fewer megabatches.");
        return asked.By switch
        {
            StreamCut.Dump => new MegabatchStream(ByDump(counts)),
            StreamCut.Time => new MegabatchStream(ByTime(store, asked.Period, streamLength)),
            _ => new MegabatchStream(counts.Sum(), streamLength, (uint)asked.Seed),
        };
    }

    // A dump all of which is tested on brings nothing to learn from.
    private static long[][] ByDump(int[] counts)
    {
        var (cut, start) = (new List<long[]>(), 0L);
        foreach (var count in counts)
        {
            if (count > 0) cut.Add([.. Enumerable.Range(0, count).Select(k => start + k)]);
            start += count;
        }

        return [.. cut];
    }

    private static long[][] ByTime(Store store, CutPeriod? period, int streamLength)
    {
        var times = TrainTimes(store);
        long[] order = [.. Enumerable.Range(0, times.Length).OrderBy(k => times[k]).Select(k => (long)k)];
        return period is { } span
            ? [.. order.GroupBy(k => Start(times[k], span)).OrderBy(group => group.Key).Select(group => group.ToArray())]
            : NumPyPermutation.Split(order, streamLength);
    }

    private static DateTime[] TrainTimes(Store store)
    {
        if (store.Manifest.TimeColumn is null)
            throw new NoTimesException(store.Name);
        List<DateTime?> times = [];
        foreach (var dump in store.Manifest.Dumps)
        {
            var isTest = store.Tests(dump);
            times.AddRange(store.Times(dump).Where((_, k) => !isTest[k]));
        }

        var missing = times.Count(time => time is null);
        return missing == 0
            ? [.. times.OfType<DateTime>()]
            : throw new LearningException($"by: time needs times, and {missing} of the {times.Count} examples of {store.Name} have none.");
    }

    private static DateTime Start(DateTime time, CutPeriod period) => period switch
    {
        CutPeriod.Month => new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        CutPeriod.Week => time.Date.AddDays(-(((int)time.DayOfWeek + 6) % 7)),
        _ => time.Date,
    };
}
