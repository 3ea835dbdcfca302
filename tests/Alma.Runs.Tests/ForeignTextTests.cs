namespace Alma.Runs.Tests;

public sealed class ForeignTextTests
{
    [Theory]
    [InlineData("plain é 漢字", "plain é 漢字")]
    [InlineData("\u001b]0;title\u0007", "\\u001B]0;title\\u0007")]
    [InlineData("a\nb\tc", "a\nb\tc")]
    [InlineData("\u202Egnp.exe", "\\u202Egnp.exe")]
    public void Shown_Letters_SpellsOutThoseThatSteer(string text, string shown) => Assert.Equal(shown, ForeignText.Shown(text));

    [Fact]
    public void OneLine_TextOfManyLines_IsOneAndIsCut() => Assert.Equal("a\\u000Ab...", ForeignText.OneLine("a\nbcd", most: 3));
}
