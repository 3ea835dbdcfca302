namespace Alma.Runs.Tests;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("runs/a-1_b.c", "runs/a-1_b.c")]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(rm x)", "'$(rm x)'")]
    [InlineData("", "''")]
    public void Of_Anything_IsOneWordToAShell(string word, string typed) => Assert.Equal(typed, ShellWord.Of(word));
}
