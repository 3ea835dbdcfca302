using Alma.Learning.Training;

namespace Alma.Learning.Tests.Training;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void Observe_KeepsTheFirstEpochThatIsBetterByMoreThanTheDelta()
    {
        var stopping = new EarlyStopping(patience: 2, delta: 0.01);
        Assert.True(stopping.Observe(0, 0.50));
        Assert.False(stopping.Observe(1, 0.51));
        Assert.False(stopping.ShouldStop);
        Assert.True(stopping.Observe(2, 0.52));
        Assert.False(stopping.Observe(3, 0.40));
        Assert.False(stopping.ShouldStop);
        Assert.False(stopping.Observe(4, 0.52));
        Assert.True(stopping.ShouldStop);
        Assert.Equal((2, 0.52), (stopping.BestEpoch, stopping.BestAccuracy));
    }

    [Fact]
    public void Observe_OfAnAccuracyOfZero_IsTheBestSoFar() =>
        Assert.True(new EarlyStopping(1, 0.001).Observe(0, 0));
}
