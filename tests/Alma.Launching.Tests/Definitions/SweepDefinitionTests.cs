using Alma.Config;
using Alma.Launching.Definitions;

namespace Alma.Launching.Tests.Definitions;

public sealed class SweepDefinitionTests
{
    [Fact]
    public void Choices_OfSeveralKeys_AreEveryCombinationAndTheRestIsOfAllJobs()
    {
        var sweep = new SweepDefinition().With(["a=1,2", "b=x", "+c=[1,2],[3]", "hydra.launcher.nodes=1", "sweep_dir=out"]);

        Assert.Equal(["b=x"], sweep.Fixed);
        Assert.Equal(["hydra.launcher.nodes=1"], sweep.Hydra);
        Assert.Equal("out", sweep.Folder);
        Assert.Equal(
            ["a=1 +c=[1,2]", "a=1 +c=[3]", "a=2 +c=[1,2]", "a=2 +c=[3]"],
            sweep.Choices().Select(choice => string.Join(' ', choice.Overrides)));
    }

    [Fact]
    public void Choices_ValueGivenTwice_IsOneJob() => Assert.Equal(2, new SweepDefinition().With(["a=1,2,1"]).Choices().Count);

    [Fact]
    public void Choices_NothingSwept_IsOneJob() => Assert.Empty(Assert.Single(new SweepDefinition().With(["a=1"]).Choices()).Labels);

    [Fact]
    public void With_KeyOfAnEarlierAxis_ReplacesIt()
    {
        var file = new SweepDefinition().With(["a=1,2", "b=1,2"]);

        Assert.Equal(["b=1", "b=2"], file.With(["a=7"]).Choices().Select(choice => Assert.Single(choice.Overrides)));
        Assert.Equal(["a=7"], file.With(["a=7"]).Fixed);
    }

    [Theory]
    [InlineData("run_dir=x", "override 'run_dir=x': a sweep names the folders of its runs itself; sweep_dir=PATH says where they are.")]
    [InlineData("sweep_dir=a,b", "override 'sweep_dir=a,b': a sweep has one folder.")]
    [InlineData("~sweep_dir", "override '~sweep_dir': a sweep has one folder.")]
    public void With_KeyOfTheSweepItself_IsRefused(string text, string refusal) =>
        Assert.Equal(refusal, Assert.Throws<ConfigException>(() => new SweepDefinition().With([text])).Message);

    [Theory]
    [InlineData("the sweep comes to 1000000 jobs; at most 100000 are possible.", "a=range(1000)", "b=range(1000)")]
    [InlineData("a: an interval has no end of values; a sweep file with 'random: {samples: N}' draws from it.", "a=interval(0,1)")]
    public void Choices_WithoutEnd_AreRefused(string refusal, params string[] overrides) =>
        Assert.Equal(refusal, Assert.Throws<ConfigException>(() => new SweepDefinition().With(overrides).Choices()).Message);

    [Fact]
    public void RandomSearch_MoreSamples_LeavesTheFirstOnesAsTheyAre()
    {
        var sweep = new SweepDefinition().With(["a=interval(0.0,1.0)", "b=x,y,z", "c=tag(log, interval(1,1000))"]);

        var few = Drawn(sweep, samples: 20, seed: 1);
        Assert.Equal(few, Drawn(sweep, samples: 200, seed: 1).Take(20));
        Assert.NotEqual(few, Drawn(sweep, samples: 20, seed: 2));
        var many = Drawn(sweep, samples: 200, seed: 1);
        Assert.All(
            many, drawn => Assert.InRange(double.Parse(drawn.Split(' ')[0][2..], System.Globalization.CultureInfo.InvariantCulture), 0, 1));
        Assert.Equal(["b=x", "b=y", "b=z"], many.Select(drawn => drawn.Split(' ')[1]).Distinct().Order());
        // Each order of magnitude is as likely: about a third of the draws are below 10.
        Assert.InRange(
            many.Count(drawn => int.Parse(drawn.Split('=')[^1], System.Globalization.CultureInfo.InvariantCulture) < 10), 45, 90);
    }

    private static List<string> Drawn(SweepDefinition sweep, int samples, long seed) =>
        [.. (sweep with { Random = new RandomSearch { Samples = samples, Seed = seed } }).Choices()
            .Select(choice => string.Join(' ', choice.Overrides))];
}
