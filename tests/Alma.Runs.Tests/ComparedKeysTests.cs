namespace Alma.Runs.Tests;

public sealed class ComparedKeysTests
{
    [Theory]
    [InlineData("threads", true)]
    [InlineData("run_dir", true)]
    [InlineData("logger.modulo", true)]
    [InlineData("checkpoint", true)]
    [InlineData("clmodel.checkpoint", false)]
    [InlineData("seed", false)]
    [InlineData("threadsafe", false)]
    public void LeaveOut_OfAKey_LooksAtItsFirstPart(string key, bool expected) => Assert.Equal(expected, ComparedKeys.IsExcluded(key));
}
