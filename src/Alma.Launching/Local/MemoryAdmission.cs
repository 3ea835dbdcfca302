using System.Globalization;

namespace Alma.Launching.Local;

/// <summary>
/// Whether one more job fits into memory: what is free, less what the jobs that run will still come to need. A job is taken to need as
/// much as the largest that was seen in this sweep.
/// </summary>
/// <param name="free">The bytes that are free now.</param>
/// <param name="resident">The bytes that a process holds now, and the most it has held.</param>
internal sealed class MemoryAdmission(Func<long> free, Func<int, (long Now, long Peak)> resident)
{
    /// <summary>What a job is taken to need before one was seen: a run on MNIST holds about half of it.</summary>
    public const long FirstEstimate = 800L << 20;

    private long largest;

    /// <summary>The gate of this machine.</summary>
    public static MemoryAdmission OfThisMachine() => new(SystemMemory.Free, SystemMemory.Of);

    public long Estimate => largest > 0 ? largest : FirstEstimate;

    /// <summary>A job of this sweep has held so much.</summary>
    public void Observe(long peakBytes) => largest = Math.Max(largest, peakBytes);

    /// <summary>Looks at the jobs that run; without any, one always fits.</summary>
    public bool Fits(IReadOnlyCollection<int> processIds)
    {
        var held = processIds.Select(resident).ToList();
        // What has only just begun says nothing of what it will need.
        if (held.Exists(job => job.Peak > Estimate)) Observe(held.Max(job => job.Peak));
        return held.Count == 0 || free() - held.Sum(job => Math.Max(0, Estimate - job.Now)) >= Estimate;
    }

    public string Explain() =>
        string.Create(CultureInfo.InvariantCulture, $"{free() >> 20} MiB are free and a job takes about {Estimate >> 20} MiB");
}
