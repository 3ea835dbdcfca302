using System.Globalization;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.Bench.Tests.Comparing;

/// <summary>The comparison as a program, against opponents whose figures are known.</summary>
public sealed class CompareTests : IDisposable
{
    private static readonly string program = Path.Combine(AppContext.BaseDirectory, "Alma.Compare.dll");
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Script_WithAnOpponentThatSleeps_BuildsAndPrintsBothAndTheRatio()
    {
        SkipUnlessMeasuring();
        // A build needs the packages in the real home, which ~ is where HOME is not set.
        var compared = workplace
            .Bash($"unset HOME; HOME=~ {Repository.In("bench/compare")} -n 2 'sleep 0.5' --version", TimeSpan.FromMinutes(10))
            .Succeeded();

        var (alma, opponent, ratio) = (
            Figures(compared, "alma, wall"), Figures(compared, "opponent, wall"), Figures(compared, "opponent / alma"));
        Assert.InRange(opponent[0], 0.5, 0.9);
        Assert.True(alma[1] <= alma[0] && alma[0] <= alma[2]);
        Assert.InRange(ratio[0], opponent[1] / alma[2] * 0.9, opponent[2] / alma[1] * 1.1);
    }

    [Fact]
    public void Compare_TwoOpponentsAndARecordedRun_PrintsEpochsAndUtilisation()
    {
        SkipUnlessMeasuring();
        RecordedRun.Write(workplace.In("recorded"));
        var alma = workplace.Write("recorded-alma", $"mkdir runs && cp -r '{workplace.In("recorded")}' runs/");

        var compared = workplace.Bash(
            $"dotnet '{program}' -a bash -n 1 -w 0 -m last -o logging='echo took 1.6 s, "
            + "then 2.4 s' -e logging='grep -o \"[0-9.]* s\" | tr -d s' "
            + $"-o leaving='echo 4 >epochs; sleep 0.2' -e leaving='cat epochs' '{alma}'").Succeeded();

        Assert.Equal(0.8, Figures(compared, "alma, seconds per epoch")[0]);
        Assert.Equal(2, Figures(compared, "logging, seconds per epoch")[0]);
        Assert.Equal(4, Figures(compared, "leaving, seconds per epoch")[0]);
        Assert.InRange(Figures(compared, "leaving, wall")[0], 0.2, 5);
        Assert.Equal(10, Figures(compared, "alma, training GFLOP/s")[0]);
        var peak = Figures(compared, "sgemm peak GFLOP/s, 1 thread")[0];
        Assert.InRange(peak, 1, 10_000);
        Assert.Equal(100 * 10 / peak, Figures(compared, "alma, utilisation %")[0], 0.2);
    }

    [Theory]
    [InlineData("-o a='echo why; false' --version", "this failed: bash -c echo why; false\nwhy")]
    [InlineData("-o a=true -e a=true --version", "-e a: the command found no epoch in what a left.")]
    [InlineData("-o a=true -e a='echo soon' --version", "'soon' is no number of seconds.")]
    public void Compare_WhatFails_IsNamed(string arguments, string told)
    {
        SkipUnlessMeasuring();
        var refused = workplace.Bash($"dotnet '{program}' -a '{workplace.In("alma")}' -w 0 {arguments}");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains($"error: {told}", string.Join('\n', refused.Errors));
    }

    [Fact]
    public void Compare_WithoutAnOpponent_SaysHowItIsCalled()
    {
        var refused = workplace.Bash($"dotnet '{program}'");

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(refused.Errors, line => line.Contains("bench/compare [OPTION]... 'OPPONENT COMMAND' ALMA-ARGUMENT..."));
    }

    private static void SkipUnlessMeasuring() => Assert.SkipUnless(File.Exists("/usr/bin/time"), "there is no /usr/bin/time here");

    // Median, least and most, the last words of the first line that begins so.
    private static double[] Figures(ProgramResult compared, string line) =>
        [.. compared.Output.First(printed => printed.StartsWith(line, StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^3..]
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
}
