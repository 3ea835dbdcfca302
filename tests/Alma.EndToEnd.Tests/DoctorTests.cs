using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Doctor_HealthyMachine_ReportsWhatItComputesWith()
    {
        var result = workplace.Alma("doctor").Succeeded();

        Assert.Matches(@"(?m)^alma +\d+\.\d+\.\d+", result.OutputText);
        Assert.Matches(@"(?m)^TorchSharp .*LibTorch \d+\.\d+", result.OutputText);
        Assert.Matches(@"(?m)^threads +[1-9]\d*", result.OutputText);
        Assert.Matches(@"(?m)^CPU +\d+ logical processors, (AVX-512|AVX2|NEON)", result.OutputText);
        Assert.Matches(@"(?m)^GPU +\S", result.OutputText);
        Assert.Matches($"(?m)^data folder +{workplace.In("data")}", result.OutputText);
        Assert.Equal("Nothing is wrong.", result.Output[^1]);
    }

    [Fact]
    public void Doctor_DataFolderThatIsAFile_SaysWhatIsWrong()
    {
        workplace.Write("data", "");

        var result = workplace.Alma("doctor");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("wrong: the data folder cannot be written:", result.Output[^1]);
    }
}
