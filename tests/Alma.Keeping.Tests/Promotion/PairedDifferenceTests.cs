using Alma.Keeping.Promotion;

namespace Alma.Keeping.Tests.Promotion;

public sealed class PairedDifferenceTests
{
    // The likelihood under each difference was maximised by golden section in Python, without the closed form.
    [Theory]
    [InlineData(44, 0, 1, 0.95, -0.118077, 0.059393)]
    [InlineData(100, 12, 5, 0.95, -0.011863, 0.157416)]
    [InlineData(100, 12, 5, 0.9, 0.002337, 0.142047)]
    [InlineData(50, 0, 0, 0.95, -0.071348, 0.071348)]
    [InlineData(1000, 37, 24, 0.95, -0.002377, 0.029001)]
    [InlineData(20, 3, 0, 0.95, -0.035294, 0.360419)]
    [InlineData(10000, 210, 180, 0.9, -0.000249, 0.006267)]
    public void Interval_OfPairedErrors_IsTheScoreInterval(int count, int first, int second, double level, double low, double high)
    {
        var interval = new PairedDifference(count, first, second).Interval(level);

        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
    }

    // Tango 1998, section 5: a cross-over trial of two lenses, 43 pairs alike and 1 of 44 for one of them; Z = 1.709 against -0.1.
    [Fact]
    public void Score_OfTangosTrial_IsThePublishedOne() => Assert.Equal(1.709, new PairedDifference(44, 0, 1).Score(-0.1), 0.001);

    [Fact]
    public void Score_OfNoDifference_IsMcNemars()
    {
        foreach (var (first, second) in new[] { (12, 5), (5, 12), (1, 0), (300, 299) })
            Assert.Equal((first - second) / Math.Sqrt(first + second), new PairedDifference(1000, first, second).Score(0), 1e-12);
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 0, 0)]
    [InlineData(7, 7, 0)]
    [InlineData(7, 3, 4)]
    public void Interval_OfFewExamples_HoldsTheDifferenceAndIsInRange(int count, int first, int second)
    {
        var difference = new PairedDifference(count, first, second);

        var (low, high) = difference.Interval(0.9);

        Assert.InRange(difference.Value, low, high);
        Assert.InRange(low, -1, high);
        Assert.InRange(high, low, 1);
        var (otherLow, otherHigh) = new PairedDifference(count, second, first).Interval(0.9);
        Assert.Equal((-high, -low), (otherLow, otherHigh), (one, other) =>
            Math.Abs(one.Item1 - other.Item1) < 1e-9 && Math.Abs(one.Item2 - other.Item2) < 1e-9);
    }

    [Fact]
    public void Of_TwoModels_CountsWhatOneAloneGetsWrong()
    {
        var paired = PairedDifference.Of([true, true, false, false, true], [true, false, true, false, false]);

        Assert.Equal(new PairedDifference(5, 2, 1), paired);
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([true], []));
    }

    [Theory]
    [InlineData(0, 0, 0, 1)]
    [InlineData(10, 0, 0, 0.277533)] // Wilson's of 0 in 10
    [InlineData(100, 5, 0.021544, 0.111750)]
    public void Interval_OfOneError_IsWilsons(int count, int wrong, double low, double high)
    {
        var interval = ErrorInterval.Of(count, wrong);

        Assert.Equal(low, interval.Low, 1e-6);
        Assert.Equal(high, interval.High, 1e-6);
    }
}
