namespace Alma.Config.Tests;

public sealed class UserPathTests
{
    private static readonly string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    [Theory]
    [InlineData("~", "")]
    [InlineData("~/", "")]
    [InlineData("~/x", "/x")]
    [InlineData("~//x/~", "/x/~")]
    public void Of_PathThatBeginsAtHome_IsWhole(string path, string rest) =>
        Assert.Equal((home + rest).TrimEnd('/'), UserPath.Of(path)!.TrimEnd('/'));

    [Theory]
    [InlineData("x")]
    [InlineData("./~x")]
    [InlineData("a/~/b")]
    [InlineData("")]
    [InlineData(null)]
    public void Of_AnyOtherPath_IsAsItWas(string? path) => Assert.Equal(path, UserPath.Of(path));

    [Fact]
    public void Of_HomeOfAnotherUser_IsRefused() => Assert.Equal(
        "'~alice/x' would be the home folder of another user, which is not looked up; give the whole path, "
        + "or './~alice/x' for a folder of that name.",
        Assert.Throws<ConfigException>(() => UserPath.Of("~alice/x")).Message);

    [Fact]
    public void EnvironmentReads_OfAConfig_AreTheVariablesThatAreSetWithTheirKeys()
    {
        var tree = ConfigTree.Parse(
            "a: ${oc.env:PATH}\nb: {c: 'x${env:PATH}', d: '${oc.env:ALMA_NOT_SET,none}', e: '${a}'}\n", "c.yaml", []);

        Assert.Equal([("PATH", "a"), ("PATH", "b.c")], tree.EnvironmentReads.Select(read => (read.Variable, read.Path)));
    }
}
