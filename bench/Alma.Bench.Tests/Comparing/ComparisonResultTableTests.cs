using Alma.Compare;

namespace Alma.Bench.Tests.Comparing;

public sealed class ComparisonResultTableTests
{
    [Theory]
    [InlineData(new[] { 3.0, 1, 2 }, 2, 1, 3)]
    [InlineData(new[] { 4.0, 1, 2, 30 }, 3, 1, 30)]
    [InlineData(new[] { 7.0 }, 7, 7, 7)]
    public void Spread_OfSomeValues_HasTheirMedianLeastAndMost(double[] values, double median, double least, double most) =>
        Assert.Equal(new Spread(median, least, most), Spread.Of(values));

    [Fact]
    public void ProcessFigures_OfAReport_AreThoseOfItsLastLine() =>
        Assert.Equal(
            new ProcessFigures(1.5, 2.25, 3), ProcessFigures.Parse("Command exited with non-zero status 1\n1.50 2.00 0.25 3072\n"));

    // The ratio of medians, 2.5, is not the median of ratios, 3.
    [Fact]
    public void Write_TwoOpponents_ShowsTheRatiosPairByPairAndUtilisationInEachRound()
    {
        var result = new ComparisonResult(
            [
                Contender("alma", [0.1, 0.2, 0.3], 1, 2, 4),
                Contender("shipped", [], 10, 10, 10),
                Contender("tuned", [0.3, 0.4, 0.9], 3, 8, 5),
            ],
            [new TrainingFigures(0.1, 60e9, 1, 2), new TrainingFigures(0.2, 60e9, 2, 2), new TrainingFigures(0.3, 60e9, 3, 2)],
            [100, 100, 80]);
        using var output = new StringWriter();

        ComparisonResultTable.Write(result, output);

        var lines =
            output.ToString().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal("median least most (3 rounds)", lines[0]);
        Assert.Equal(
            [
                "alma, wall seconds 2.00 1.00 4.00",
                "shipped, wall seconds 10.00 10.00 10.00",
                "tuned, wall seconds 5.00 3.00 8.00",
                "shipped / alma 5.00 2.50 10.00",
                "tuned / alma 3.00 1.25 4.00"
            ],
            lines[1..6]);
        Assert.Equal(
            ["alma, seconds per epoch 0.200 0.100 0.300", "tuned, seconds per epoch 0.400 0.300 0.900", "tuned / alma 3.00 2.00 3.00"],
            lines[16..19]);
        Assert.Equal(
            [
                "alma, training GFLOP/s 30.0 20.0 60.0",
                "sgemm peak GFLOP/s, 2 threads 100.0 80.0 100.0",
                "alma, utilisation % 30.0 25.0 60.0"
            ],
            lines[19..22]);
    }

    private static Contender Contender(string name, double[] epochSeconds, params double[] wallSeconds) =>
        new(name, [.. wallSeconds.Select(wall => new ProcessFigures(wall, wall, 100))], epochSeconds);
}
