using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>The script <c>./alma</c> of the checkout itself, which builds first where it must.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    // The limit does not hold for root, and nobody else may be able to reach the checkout: the script is read from standard input.
    [Fact]
    public void Launcher_OfAUserWithFewProcesses_SaysHowManyItNeeds()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "only root can become another user");

        var refused = workplace.Bash(
            $"setpriv --reuid=65534 --regid=65534 --clear-groups bash -c 'ulimit -u 6; exec bash /dev/stdin' < {Repository.In("alma")}");

        Assert.Equal(["error: you may have 6 processes and threads, and alma needs 16. Raise the limit: ulimit -u 1024"], refused.Errors);
        Assert.Equal(1, refused.ExitCode);
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Launcher_SecondStart_BuildsNothingAndRunsTheRepositorysRecipes()
    {
        var launcher = Repository.In("alma");
        // A build needs the packages in the real home, which ~ is where HOME is not set.
        workplace.Bash($"unset HOME; HOME=~ {launcher} --version", TimeSpan.FromMinutes(10)).Succeeded();

        var second = workplace.Bash($"{launcher} run digits/gmoe clmodel.max_epochs=1").Succeeded();

        Assert.Empty(second.Errors);
        Assert.Single(workplace.NewestRun().EventFiles);
    }
}
