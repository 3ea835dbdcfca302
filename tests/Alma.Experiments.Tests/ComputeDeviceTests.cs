using Alma.Config;
using TorchSharp;

namespace Alma.Experiments.Tests;

public sealed class ComputeDeviceTests
{
    private static readonly bool hasGpu = torch.cuda.is_available();

    [Fact]
    public void Choose_OfAGpuThatAFileAsksFor_RunsOnTheCpuAndSaysSo()
    {
        Assert.SkipWhen(hasGpu, "this machine has a GPU");
        var request = TinyRun.Request("mnist/test_usage_gmoe");
        var chosen = ComputeDevice.Choose(request.Config, request.Options);
        Assert.Equal(DeviceType.CPU, chosen.Device.type);
        Assert.StartsWith("The config asks for cuda, but no CUDA GPU can be used here", chosen.Note);
    }

    [Theory]
    [InlineData("device=cuda")]
    [InlineData("device=cuda:1")]
    public void Choose_OfAGpuThatTheCommandLineAsksFor_IsRefused(string typed)
    {
        Assert.SkipWhen(hasGpu, "this machine has a GPU");
        var request = TinyRun.Request("mnist/test_usage_gmoe", typed);
        var error = Assert.Throws<ConfigException>(() => ComputeDevice.Choose(request.Config, request.Options, "ask the doctor"));
        Assert.Equal($"override '{typed}': no CUDA GPU can be used here (ask the doctor). Valid: device=cpu.", error.Message);
    }

    [Fact]
    public void Choose_OfTheCpu_HasNothingToSay()
    {
        var request = TinyRun.Request("mnist/test_usage_gmoe", "device=cpu");
        Assert.Null(ComputeDevice.Choose(request.Config, request.Options).Note);
    }

    [Fact]
    public void Choose_OfTwoDevices_IsRefused()
    {
        var request = TinyRun.Request("mnist/test_usage_gmoe", "device=cpu", "evaluation.device=cuda");
        var error = Assert.Throws<ConfigException>(() => ComputeDevice.Choose(request.Config, request.Options));
        Assert.Contains("clmodel.device is cpu and evaluation.device is cuda", error.Message);
    }
}
