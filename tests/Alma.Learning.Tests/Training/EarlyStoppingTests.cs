using Alma.Learning.Training;

namespace Alma.Learning.Tests.Training;

public sealed class EarlyStoppingTests
{
    [Fact]
    public void After_KeepsTheFirstEpochThatIsBetterByMoreThanTheDelta()
    {
        var stopping = EarlyStopping.Start;
        Assert.Equal(0, Observe(0, 0.50));
        Assert.Equal(0, Observe(1, 0.51));
        Assert.False(stopping.ShouldStop(patience: 2));
        Assert.Equal(2, Observe(2, 0.52));
        Assert.Equal(2, Observe(3, 0.40));
        Assert.False(stopping.ShouldStop(patience: 2));
        Assert.Equal(2, Observe(4, 0.52));
        Assert.True(stopping.ShouldStop(patience: 2));
        Assert.Equal(new EarlyStopping(2, 0.52, 2), stopping);

        int Observe(int epoch, double accuracy)
        {
            stopping = stopping.After(epoch, accuracy, delta: 0.01);
            return stopping.BestEpoch;
        }
    }

    [Fact]
    public void After_OfAnAccuracyOfZero_IsTheBestSoFar() =>
        Assert.Equal(0, EarlyStopping.Start.After(0, 0, 0.001).BestEpoch);
}
