using Alma.Runs;
using Alma.Runs.Metrics;

namespace Alma.EndToEnd.Tests.Programs;

/// <summary>What tests read from run folders.</summary>
internal static class RunFiles
{
    /// <summary>The metric rows as they were written, but those that measure time.</summary>
    public static IReadOnlyList<string> TimelessRows(this RunFolder run) =>
        [.. File.ReadLines(run.MetricsFile).Where(row => !row.Contains("_seconds\"", StringComparison.Ordinal))];

    public static IReadOnlyList<MetricRow> Rows(this RunFolder run) => [.. MetricLog.Read(run.MetricsFile)];

    /// <summary>The test accuracy after each megabatch.</summary>
    public static IReadOnlyList<double> TestAccuracies(this RunFolder run) =>
        [.. MetricLog.Read(run.MetricsFile, Splits.Test).Where(row => row.Name == MetricNames.Accuracy).Select(row => row.Value)];

    public static RunManifest Manifest(this RunFolder run) => RunManifest.Read(run);

    /// <summary>Fails the test unless both runs measured the same, but for time, and learned the same weights, bit for bit.</summary>
    public static void AssertSameAs(this RunFolder run, RunFolder other)
    {
        Assert.Equal(other.TimelessRows(), run.TimelessRows());
        Assert.Equal(ModelNames(other), ModelNames(run));
        Assert.NotEmpty(ModelNames(run));
        foreach (var name in ModelNames(run))
            Assert.True(Model(run, name).SequenceEqual(Model(other, name)), $"{name} of the two runs differs.");
    }

    private static string?[] ModelNames(RunFolder run) => [.. Directory.GetFiles(run.ModelsFolder).Select(Path.GetFileName).Order()];

    private static byte[] Model(RunFolder run, string? name) => File.ReadAllBytes(Path.Combine(run.ModelsFolder, name!));
}
