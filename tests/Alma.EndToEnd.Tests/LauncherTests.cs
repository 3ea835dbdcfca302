using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>The script <c>./alma</c> of the checkout itself, which builds first where it must.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

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
