using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>The short form of what docs/run-folder.md tells of: runs killed at random moments and gone on with.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Runs_KilledAtRandomMoments_ComeToWhatTheyWouldHaveComeTo()
    {
        var result = workplace.Bash($"dotnet '{BuiltProgram.Of("Alma.Crashing")}' --kills 15 --seed 3", TimeSpan.FromMinutes(15))
            .Succeeded();

        Assert.Equal("killed 15, resumed 15, identical 15", result.Output[^1]);
        Assert.Equal(18, result.Output.Count); // all fifteen learners, between a head and two lines of sums
    }
}
