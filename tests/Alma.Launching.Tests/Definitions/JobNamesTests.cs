using Alma.Launching.Definitions;
using FsCheck.Xunit;

namespace Alma.Launching.Tests.Definitions;

public sealed class JobNamesTests
{
    [Fact]
    public void Of_SeveralKeys_HasAsLittleOfEachAsIsUnique()
    {
        Assert.Equal(["lr=0.1,seed=2"], Names("clmodel.optim.lr=0.1", "seed=2"));
        Assert.Equal(["top.seed=2,train.seed=1"], Names("top.seed=2", "stream.train.seed=1"));
    }

    [Fact]
    public void Of_TheSameSweepTypedInAnotherOrder_IsTheSame() =>
        Assert.Equal(Names("b=1,2", "a=3,4").Order(), Names("a=3,4", "b=1,2").Order());

    [Theory]
    [InlineData("a=../../x")]
    [InlineData("a='x y'")]
    [InlineData("a=choice([1,2])")]
    [InlineData("a=C:\\x")]
    public void Of_AnOddValue_IsTheNameOfAFolder(string text)
    {
        var name = Assert.Single(Names(text));

        Assert.Matches("^a=[A-Za-z0-9._+=,-]*-[0-9a-f]{8}$", name);
        Assert.Equal(name, Path.GetFileName(name));
    }

    [Fact]
    public void Of_ALongValue_IsShort() => Assert.Equal(100, Assert.Single(Names($"a={new string('x', 300)}")).Length);

    [Fact]
    public void Of_NothingThatDistinguishes_IsRun() => Assert.Equal("run", new JobNames([SweepChoice.None]).Of(SweepChoice.None));

    [Property]
    public void Of_DifferentValues_AreDifferentNames(string first, string second)
    {
        if (first is null || second is null || first == second) return;
        var choices = new[] { first, second }.Select(value => new SweepChoice([$"a={value}"], [new JobLabel("a", $"'{value}'")])).ToList();
        var names = new JobNames(choices);

        Assert.NotEqual(names.Of(choices[0]), names.Of(choices[1]));
        Assert.DoesNotContain('/', names.Of(choices[0]));
    }

    private static List<string> Names(params string[] overrides)
    {
        var choices = new SweepDefinition()
            .With(overrides.Select(text =>
                text.Contains(',') || text.Contains('(') ? text : $"{text.Split('=', 2)[0]}=choice({text.Split('=', 2)[1]})"))
            .Choices();
        var names = new JobNames(choices);
        return [.. choices.Select(names.Of)];
    }
}
