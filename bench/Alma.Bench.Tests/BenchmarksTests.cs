using Alma.EndToEnd.Tests.Programs;

namespace Alma.Bench.Tests;

/// <summary>The benchmarks still run; how fast, no test can tell.</summary>
public sealed class BenchmarksTests : IDisposable
{
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(5);
    private static readonly string program = BuiltProgram.Of("Alma.Benchmarks");
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Benchmarks_RunOnceEach_AllComeToAFigure()
    {
        var listed = workplace.Bash($"dotnet '{program}' --list flat").Succeeded();

        var ran = workplace.Bash($"dotnet '{program}' --filter '*' --job Dry", longest).Succeeded();

        var names = listed.Output.Where(line => line.StartsWith("Alma.Benchmarks.", StringComparison.Ordinal))
            .Select(line => line.Split('.')[^1])
            .ToList();
        Assert.Contains("MixtureAfterSixGrowths", names);
        Assert.All(names, name =>
            Assert.Contains(ran.Output, line => line.StartsWith($"| {name} ", StringComparison.Ordinal) && line.Contains(" ms ")));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Results_DryRun_ChecksTheConfigsOfAllRuns()
    {
        workplace.Environment["ALMA"] = workplace.In("alma");

        var checkedRuns = workplace.Bash($"'{Repository.In("bench", "results")}' --dry-run out", longest).Succeeded();

        foreach (var gray in new[] { "MNIST", "FashionMNIST" })
            Assert.Equal(31, checkedRuns.Output.Count(line =>
                line.Contains("seed=0:", StringComparison.Ordinal)
                && line.Contains($"train.class_name={gray} ", StringComparison.Ordinal)));
        Assert.Equal(11, checkedRuns.Output.Count(line =>
            line.StartsWith("seed=1:", StringComparison.Ordinal)
            && line.Contains("clmodel.max_epochs=2 n_megabatches=5", StringComparison.Ordinal)));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void StartUp_MeasuredOnce_HasAFigureForEachLine()
    {
        var ran = workplace.Bash($"'{Repository.In("bench", "startup")}' -n 1", longest).Succeeded();

        Assert.Equal(3, ran.Output.Count(line => line.EndsWith(" s", StringComparison.Ordinal)));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Large_OfAFewImages_HasAFigureForBothWays()
    {
        var ran = workplace.Bash($"'{Repository.In("bench", "large")}' -n 1 0.002", longest).Succeeded();

        Assert.Matches(@"^1 +[1-9]\d* +[1-9]\d* +[1-9]\d* +[1-9]\d*$", ran.Output[^1]);
    }

    [Fact]
    public void Benchmarks_OfWhichOneFails_EndWithAnError()
    {
        var failed = workplace.Bash($"TMPDIR=/nowhere dotnet '{program}' --filter '*Checkpoints.Read' --job Dry", longest);

        Assert.Equal(1, failed.ExitCode);
    }
}
