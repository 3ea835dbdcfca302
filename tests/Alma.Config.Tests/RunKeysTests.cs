namespace Alma.Config.Tests;

public sealed class RunKeysTests
{
    [Theory]
    [InlineData("threads", true)]
    [InlineData("run_dir", true)]
    [InlineData("logger.modulo", true)]
    [InlineData("checkpoint", true)]
    [InlineData("clmodel.checkpoint", false)]
    [InlineData("seed", false)]
    [InlineData("threadsafe", false)]
    public void IsLeftOutOfComparisons_OfAKey_LooksAtItsFirstPart(string key, bool expected) =>
        Assert.Equal(expected, RunKeys.IsLeftOutOfComparisons(key));
}
