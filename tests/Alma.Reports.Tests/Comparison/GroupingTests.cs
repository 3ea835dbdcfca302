using Alma.GeneratedRuns;
using Alma.Reports.Comparison;
using Alma.Reports.Summary;
using Alma.Runs;

namespace Alma.Reports.Tests.Comparison;

public sealed class GroupingTests : IDisposable
{
    private readonly MadeRuns runs = new();

    public void Dispose() => runs.Dispose();

    [Fact]
    public void DefaultKeys_OfRunsThatDifferInSeedsOnly_AreNone()
    {
        RunSummary[] some = [Run(seed: 1), Run(seed: 2)];

        Assert.Empty(Grouping.DefaultKeys(some));
        Assert.Equal(("all runs", 2), Single(Grouping.By([], some)));
        Assert.Equal(["seed"], ConfigKeys.Differing(some));
    }

    [Fact]
    public void DefaultKeys_OfRecipesAndRates_LeaveOutWhatTheRecipeDecides()
    {
        RunSummary[] some = [Run("made/single", "0.1"), Run("made/single", "1"), Run("made/ensemble", "0.1")];

        var grouping = Grouping.By(Grouping.DefaultKeys(some), some);

        Assert.Equal(["recipe", "clmodel.optim.lr"], grouping.Keys);
        Assert.Equal(["made/single, lr=0.1", "made/single, lr=1", "made/ensemble, lr=0.1"], grouping.Groups.Select(group => group.Label));
    }

    [Fact]
    public void DefaultKeys_ThatDifferTogether_AreTheShortestOfThem()
    {
        RunSummary With(string lr, string top, string other) => Run(rate: lr) with
        {
            Config = new RunConfig(
                "", new OrderedDictionary<string, string> { ["clmodel.optim.lr"] = lr, ["lr"] = top, ["clmodel.other"] = other })
        };

        Assert.Equal(
            ["lr", "clmodel.other"], Grouping.DefaultKeys([With("0.1", "1e-1", "a"), With("0.1", "1e-1", "b"), With("1", "1.0", "b")]));
    }

    [Theory]
    [InlineData("clmodel.optim.lr", "clmodel.optim.lr")]
    [InlineData("lr", "clmodel.optim.lr")]
    [InlineData("n_megabatches", "stream.train.n_megabatches")]
    [InlineData("recipe", "recipe")]
    public void KeysNamed_ByTheirEnds_AreFound(string word, string key) => Assert.Equal([key], Grouping.KeysNamed([word, word], [Run()]));

    [Theory]
    [InlineData(
        "class_name",
        "--group-by class_name may mean stream.train.class_name or stream.evaluation.class_name or clmodel.class_name or "
        + "clmodel.optim.class_name: give the whole key.")]
    [InlineData("rl", "--group-by rl: no config of these runs has such a key. They differ in: seed.")]
    public void KeysNamed_OfNoneOrSeveral_SaysWhatThereIs(string word, string problem)
    {
        var fault = Assert.Throws<RunFolderException>(() => Grouping.KeysNamed([word], [Run(seed: 1), Run(seed: 2)], "--group-by"));

        Assert.Equal(problem, fault.Message);
    }

    [Fact]
    public void ErrorCurve_OfRunsOfUnequalLength_GoesAsFarAsAll()
    {
        var (whole, cut) = (
            runs.Summary(new GeneratedRun { Seed = 1, MegabatchCount = 3, EpochCount = 1 }),
            runs.Summary(new GeneratedRun { Seed = 2, MegabatchCount = 3, EpochCount = 1, Done = 2 }));

        var curve = new RunGroup("both", [whole, cut]).ErrorCurve();

        Assert.Equal(2, curve.Count);
        Assert.Equal((whole.Megabatches[1].Error!.Value + cut.Megabatches[1].Error!.Value) / 2, curve[1].Mean, 1e-12);
        Assert.Equal([true, false], new[] { whole, cut }.Select(run => run.IsComplete));
    }

    [Fact]
    public void Read_OfADamagedRunAmongOthers_HidesNone()
    {
        Run();
        var damaged = runs.Details(new GeneratedRun { MegabatchCount = 1, EpochCount = 1 }).Summary.Path;
        File.WriteAllText(Path.Combine(damaged, "config.yaml"), "a: [");

        var set = RunSet.Read([runs.Root]);

        Assert.Single(set.Runs);
        Assert.Contains("config.yaml, line", Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    private static (string, int) Single(Grouping grouping) => (Assert.Single(grouping.Groups).Label, grouping.Groups[0].Runs.Count);

    private RunSummary Run(string recipe = "made/single", string rate = "0.1", long seed = 0) =>
        runs.Summary(new GeneratedRun { Recipe = recipe, Rate = rate, Seed = seed, MegabatchCount = 1, EpochCount = 1 });
}
