using Alma.Learning.Metrics;
using Alma.Learning.Training;

namespace Alma.Learning.Tests.Metrics;

public sealed class AnytimeMetricsTests
{
    [Fact]
    public void Observe_SumsErrorsAndCosts()
    {
        var metrics = AnytimeMetrics.Start
            .Observe(0.5, new ComputeCost(TrainForward: 10, Evaluate: 1))
            .Observe(0.75, new ComputeCost(TrainForward: 20, TrainBackward: 40, Validate: 2, Select: 3, Evaluate: 1));

        Assert.Equal(2, metrics.MegabatchCount);
        Assert.Equal(0.25, metrics.Error, 1e-12);
        Assert.Equal(0.75, metrics.CumulativeError, 1e-12);
        Assert.Equal(0.375, metrics.AverageError, 1e-12);
        Assert.Equal(new ComputeCost(30, 40, 2, 3, 2), metrics.CumulativeCost);
        Assert.Equal(77, metrics.CumulativeCost.Total);
    }
}
