using Alma.Launching.Local;

namespace Alma.Launching.Tests.Local;

public sealed class MemoryAdmissionTests
{
    private const long Gigabyte = 1L << 30;
    private readonly Dictionary<int, (long Now, long Peak)> resident = [];
    private long free = 10 * Gigabyte;

    private MemoryAdmission Gate => new(() => free, process => resident[process]);

    [Fact]
    public void Fits_NothingRuns_IsTrueHoweverLittleIsFree()
    {
        free = 0;

        Assert.True(Gate.Fits([]));
    }

    [Theory]
    [InlineData(4.1, true)]
    [InlineData(3.9, false)]
    public void Fits_WhatRunsHasStillToGrow_CountsAsTaken(double freeGigabytes, bool fits)
    {
        var gate = Gate;
        gate.Observe(3 * Gigabyte);
        resident[1] = (2 * Gigabyte, 2 * Gigabyte); // it takes one more
        free = (long)(freeGigabytes * Gigabyte);

        Assert.Equal(fits, gate.Fits([1]));
    }

    [Fact]
    public void Fits_AJobLargerThanAnyBefore_IsWhatTheNextIsTakenToNeed()
    {
        var gate = Gate;
        resident[1] = (8 * Gigabyte, 8 * Gigabyte);
        free = 7 * Gigabyte;

        Assert.False(gate.Fits([1]));
        Assert.Equal(8 * Gigabyte, gate.Estimate);
        Assert.Equal("7168 MiB are free and a job takes about 8192 MiB", gate.Explain());
    }
}
