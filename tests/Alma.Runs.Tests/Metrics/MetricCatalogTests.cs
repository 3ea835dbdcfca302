using System.Reflection;
using Alma.Runs.Metrics;

namespace Alma.Runs.Tests.Metrics;

public sealed class MetricCatalogTests
{
    private static readonly Metric[] metrics =
        [.. typeof(MetricCatalog).GetProperties().Select(property => property.GetValue(null)).OfType<Metric>()];

    [Fact]
    public void Rows_OfTheCatalog_HaveEveryNameThereIs()
    {
        var names = typeof(MetricNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => !field.Name.EndsWith("Prefix", StringComparison.Ordinal))
            .Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(names.Order(), MetricCatalog.Rows.Select(metric => metric.Name).Distinct().Order());
    }

    [Fact]
    public void Rows_OfTheCatalog_AreTheMetricsThatHaveASplitAndNoTwoAreAlike()
    {
        Assert.Equal(metrics.Where(metric => metric.Split is not null).ToHashSet(), MetricCatalog.Rows.ToHashSet());
        Assert.Equal(MetricCatalog.Rows.Count, MetricCatalog.Rows.Select(metric => (metric.Split, metric.Name)).Distinct().Count());
        Assert.All(MetricCatalog.Rows, metric => Assert.Contains(metric.Split, Splits.All));
    }

    [Fact]
    public void IsOf_ARow_TellsSplitsOfOneNameApart()
    {
        var row = new MetricRow(0, Splits.Validation, 3, MetricNames.Loss, 0.5);

        Assert.Equal([MetricCatalog.ValidationLoss], MetricCatalog.Rows.Where(metric => metric.IsOf(row)));
    }
}
