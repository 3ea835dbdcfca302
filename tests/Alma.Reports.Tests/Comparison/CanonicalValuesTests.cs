using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Runs;

namespace Alma.Reports.Tests.Comparison;

/// <summary>Runs whose configs were kept in other words for the same values.</summary>
public sealed class CanonicalValuesTests : IDisposable
{
    private readonly MadeRuns runs = new();
    private int seed;

    public void Dispose() => runs.Dispose();

    [Theory]
    [InlineData("1.0", "1", "1.0", "1e0", "1e+00", "10e-1")]
    [InlineData("0.0", "0", "0.0", "-0.0")]
    [InlineData("0.00001", "1e-05", "0.00001")]
    [InlineData("32", "32", "32")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("SGD", "SGD", "SGD")]
    public void Read_NumbersThatAreEqual_AreOneGroup(string shown, params string[] written)
    {
        foreach (var value in written) Make($"lr: {value}");

        var set = RunSet.Read([runs.Root]);

        Assert.Empty(Grouping.DefaultKeys(set.Runs));
        Assert.Equal([shown], set.Runs.Select(run => ConfigKeys.Value(run, "lr")).Distinct());
        Assert.Single(Grouping.By(["lr"], set.Runs).Groups);
    }

    [Theory]
    [InlineData("1", "1.5")]
    [InlineData("'1'", "'1.0'")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("1e-05", "1e-06")]
    [InlineData(".inf", "-.inf")]
    [InlineData("null", "0")]
    public void Read_ValuesThatDiffer_StayApart(params string[] written)
    {
        foreach (var value in written) Make($"lr: {value}");

        Assert.Equal(["lr"], Grouping.DefaultKeys(RunSet.Read([runs.Root]).Runs));
    }

    [Fact]
    public void Read_ADefaultThatOneConfigWritesOut_IsNoDifference()
    {
        Make("weight_decay: 0.0");
        Make("other: 1", defaults: new() { ["weight_decay"] = "0.0", ["momentum"] = "0.5" });
        Make("weight_decay: 0.1\nother: 1");

        var set = RunSet.Read([runs.Root]);

        Assert.Equal(["0.0", "0.0", "0.1"], set.Runs.Select(run => ConfigKeys.Value(run, "weight_decay")));
        Assert.DoesNotContain("momentum", set.Runs.SelectMany(run => run.Config.Values.Keys));
    }

    [Fact]
    public void SeedsOf_TheNumberOfAReplicate_IsTakenAsASeed()
    {
        Make("run: 0");
        Make("n: 1");
        Make("run: 2");

        var set = RunSet.Read([runs.Root]);

        Assert.DoesNotContain("run", Grouping.DefaultKeys(set.Runs));
        Assert.Equal([false, false, true], set.Runs.Select(run => ConfigKeys.SeedsOf(run).EndsWith(" run=2", StringComparison.Ordinal)));
    }

    private void Make(string config, Dictionary<string, string>? defaults = null)
    {
        var folder = RunFolder.Open(runs.Summary(new GeneratedRun { Seed = seed++, MegabatchCount = 1, EpochCount = 1 }).Path);
        File.WriteAllText(folder.ConfigFile, config + "\n");
        (RunManifest.Read(folder) with { Defaults = defaults ?? [] }).Write(folder);
    }
}
