using System.Globalization;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>The script <c>bench/compare</c>, against an opponent whose figures are known.</summary>
public sealed class CompareTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Compare_WithAnOpponentThatSleeps_PrintsBothAndTheRatio()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/time"), "there is no /usr/bin/time here");
        // A build needs the packages in the real home, which ~ is where HOME is not set.
        var compared = workplace.Bash($"unset HOME; HOME=~ {Repository.In("bench/compare")} -n 2 'sleep 0.5' --version", TimeSpan.FromMinutes(10)).Succeeded();

        var (alma, opponent, ratio) = (Figures(compared, 1), Figures(compared, 2), Figures(compared, 3));
        Assert.InRange(opponent[0], 0.5, 0.9);
        Assert.True(alma[1] <= alma[0] && alma[0] <= alma[2]);
        Assert.InRange(ratio[0], alma[1] / opponent[2] * 0.9, alma[2] / opponent[1] * 1.1);
    }

    [Fact]
    public void Compare_WithoutAnOpponent_SaysHowItIsCalled()
    {
        var refused = workplace.Bash(Repository.In("bench/compare"), TimeSpan.FromMinutes(1));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(refused.Errors, line => line.Contains("bench/compare [-n PAIRS] 'OPPONENT COMMAND' ALMA-ARGUMENT..."));
    }

    // Median, least and most, the last words of a line.
    private static double[] Figures(ProgramResult compared, int line) =>
        [.. compared.Output[line].Split(' ', StringSplitOptions.RemoveEmptyEntries)[^3..].Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
