using Alma.GeneratedRuns;
using Alma.Reports.Summary;
using Alma.Results;
using Alma.Testing;

namespace Alma.Bench.Tests;

public sealed class ResultsPageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Of_ALearnerThatIsClearlyWorse_SaysSoAndCountsIt()
    {
        var page = ResultsPage.Of(
            new ResultSet([.. Runs("single", 0.050, 0.051, 0.049), .. Runs("scratch", 0.070, 0.072, 0.069)], ["MNIST/gens/plain/seed=0"]));

        Assert.Contains(
            "Of 1 comparisons the first is better on average in 0, worse in 1; 0 are not told apart.", page, StringComparison.Ordinal);
        Assert.Contains(
            "| MNIST | single model, from scratch each time | single model (SM) | 10 | +2.03 ± 0.14 |", page, StringComparison.Ordinal);
        Assert.Contains("Left out, as they are not finished: MNIST/gens/plain/seed=0.", page, StringComparison.Ordinal);
        Assert.Contains("| single model (SM) | 3 | 5.00 ± 0.25 |", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_OfRuns_HasALineForEachWithItsFolderAndSeed()
    {
        var lines = ResultsTable.Of(new ResultSet([.. Runs("single", 0.05, 0.06)], [])).TrimEnd('\n').Split('\n');

        Assert.Equal(3, lines.Length);
        Assert.StartsWith("MNIST,single,\"MNIST/single/plain/seed=1\",made/single,10,0,1,1,", lines[2], StringComparison.Ordinal);
        Assert.Equal(lines[0].Split(',').Length, lines[2].Split(',').Length);
    }

    public void Dispose() => folder.Dispose();

    private IEnumerable<Result> Runs(string method, params double[] errors) => errors.Select((error, seed) => new Result(
        $"MNIST/{method}/plain/seed={seed}",
        Made(method, seed, error) with
        {
            Config = new RunConfig("", new Dictionary<string, string> { ["n_megabatches"] = "10", ["replay"] = "0.0" })
        }));

    private RunSummary Made(string method, int seed, double averageError)
    {
        var run = new GeneratedRun { Recipe = "made/single", Seed = seed, MegabatchCount = 1, EpochCount = 1 };
        var summary = RunSummary.Read(run.Write(folder.File($"{method}-{seed}")));
        return summary with { Megabatches = [summary.Megabatches[0] with { AverageError = averageError }] };
    }
}
