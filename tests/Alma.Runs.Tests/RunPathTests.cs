namespace Alma.Runs.Tests;

public sealed class RunPathTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly FixedClock clock = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Default_Recipe_NamesRecipeTimeAndHash()
    {
        Assert.Matches("^runs/mnist/finetune/20261123-100507-[0-9a-f]{8}$", RunPath.Default(clock, "mnist/finetune", "seed: 0"));
    }

    [Fact]
    public void Default_OtherConfigInTheSameSecond_IsAnotherPath()
    {
        Assert.NotEqual(RunPath.Default(clock, "r", "seed: 0"), RunPath.Default(clock, "r", "seed: 1"));
    }

    [Fact]
    public void Default_SameConfigLaterInTheSameSecond_IsAnotherPath()
    {
        var first = RunPath.Default(clock, "r", "seed: 0");
        clock.Now += TimeSpan.FromMilliseconds(1);

        Assert.NotEqual(first, RunPath.Default(clock, "r", "seed: 0"));
    }

    [Fact]
    public void Default_SameConfigInTheSameTick_AvoidsTheFolderThatIsThere()
    {
        var first = RunPath.Default(clock, "r", "seed: 0", temporary.FullPath);
        RunFolder.Create(first);

        Assert.NotEqual(first, RunPath.Default(clock, "r", "seed: 0", temporary.FullPath));
    }

    [Theory]
    [InlineData("../../etc", "runs/etc/")]
    [InlineData("/a b:c", "runs/a-b-c/")]
    public void Default_StrangeRecipe_StaysBelowTheRoot(string recipe, string start)
    {
        Assert.StartsWith(start, RunPath.Default(clock, recipe, ""), StringComparison.Ordinal);
    }
}
