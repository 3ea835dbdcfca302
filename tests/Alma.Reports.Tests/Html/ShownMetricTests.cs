using Alma.Reports.Html;
using Alma.Reports.Html.ManyRuns;
using Alma.Runs.Metrics;

namespace Alma.Reports.Tests.Html;

public sealed class ShownMetricTests
{
    [Fact]
    public void Value_OfAnythingThatIsCounted_KeepsAllItsDigits()
    {
        Assert.Equal(20_040_522L, ShownMetric.Value(MetricCatalog.Parameters, 20_040_522));
        Assert.Equal(80_162_088L, ShownMetric.Value(MetricCatalog.BytesToPredict, 80_162_088));
        Assert.Equal(0.25, ShownMetric.Value(MetricCatalog.Error, 0.25));
        Assert.Null(ShownMetric.Value(MetricCatalog.Parameters, null));
    }

    [Fact]
    public void Measures_OfThePage_StandWhereTheirPlacesSay()
    {
        var measures = ShownMeasures.Every;
        string[] Titles(IEnumerable<int> places) => [.. places.Select(place => measures.All[place].Metric.Title)];

        Assert.Equal(["average error", "error at the end"], Titles(measures.Compared));
        Assert.Equal(
            ["cumulative error", "average error", "multiply-adds"],
            Titles([measures.EqualLengths, measures.UnequalLengths, measures.Compute]));
        Assert.Equal(["held to predict", "peak of the process"], measures.Memories.Select(place => measures.All[place].ShortTitle));
        Assert.Equal(
            ["average error", "error at the end", "cumulative error"],
            measures.All.Where(measure => measure.HasInterval).Select(measure => measure.Metric.Title));
    }
}
