using System.Text.RegularExpressions;
using Alma.EndToEnd.Tests.Programs;

namespace Alma.EndToEnd.Tests;

/// <summary>
/// What the type of a device decides is decided in few places: another would be a second way to compute that no test holds to the first.
/// </summary>
public sealed partial class DeviceChoiceTests
{
    private static readonly string[] allowed =
    [
        "src/Alma.Experiments/ComputeDevice.cs", // the device that a run asks for
        "src/Alma.Kernels/ChannelsLast.cs", // kernels refuse tensors whose memory they cannot reach
        "src/Alma.Learning/Compute/ComputeBackend.cs", // how to compute there
    ];

    [Fact]
    public void Code_OfTheHouse_AsksForTheTypeOfADeviceInFewPlaces()
    {
        var asking = Directory.EnumerateFiles(Repository.In("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Question.IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));

        Assert.Equal(allowed, asking.Order(StringComparer.Ordinal));
    }

    // TorchSharp's generators are of the CPU, whatever device they are asked for: LibTorch refuses them for tensors of others.
    [Fact]
    public void RandomNumbers_AreDrawnOnTheCpuAndThenMoved()
    {
        var drawing = Directory.EnumerateFiles(Repository.In("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(File.ReadLines)
            .Where(line => DrawingElsewhere.IsMatch(line));

        Assert.Empty(drawing);
    }

    [GeneratedRegex(@"\bdevice: .*\bgenerator: |\bgenerator: .*\bdevice: |new\(?.*\bGenerator\(.*[dD]evice\)")]
    private static partial Regex DrawingElsewhere { get; }

    [GeneratedRegex(@"\b(DeviceType|device_type|is_cuda|is_cpu|IsOnCpu)\b|\b[Dd]evice\.type\b")]
    private static partial Regex Question { get; }
}
