using System.Reflection;
using Alma.Data;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Learning.Training;
using Alma.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Compute;

/// <summary>The kernels for a CPU against LibTorch's operations, which run on a CPU as well.</summary>
public sealed class ComputeBackendTests
{
    private static readonly ImageShape shape = new(3, 8, 8);

    public static TheoryData<string> Operations => new(BackendOperations.All.Keys);

    public static TheoryData<NetworkStructure> Structures =>
    [
        new MultilayerPerceptron(shape, TinyTask.ClassCount, 16, 2),
        MixtureTests.Mlp(shape, TinyTask.ClassCount, 16),
        new Vgg(shape, TinyTask.ClassCount, 16),
        FireflyVgg.Create(shape, TinyTask.ClassCount, 16),
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_OfEitherBackend_GivesTheSame(string name)
    {
        using var scope = NewDisposeScope();

        var (expected, given) = (BackendOperations.All[name](ComputeBackend.Torch), BackendOperations.All[name](ComputeBackend.Cpu));

        Assert.Equal(expected.Length, given.Length);
        for (var k = 0; k < expected.Length; k++) AssertClose(expected[k], given[k], 1e-5, $"{name}, {k}");
    }

    [Fact]
    public void Operations_OfABackend_AreAllComparedSo()
    {
        var operations = typeof(ComputeBackend).GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method is { IsAbstract: true, IsSpecialName: false })
            .Select(method => method.Name);

        Assert.Equal(
            operations.Distinct().Order(), BackendOperations.All.Keys.Select(name => name[..name.IndexOf(':')]).Distinct().Order());
    }

    [Fact]
    public void Backend_ForADevice_IsThatOfKernelsOnACpuAlone()
    {
        Assert.Same(ComputeBackend.Cpu, ComputeBackend.For(CPU));
        Assert.Same(ComputeBackend.Torch, ComputeBackend.For(new Device(DeviceType.CUDA, 0)));
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Training_OnEitherBackend_ComesToTheSame(NetworkStructure structure)
    {
        using var scope = NewDisposeScope();
        var (expected, given) = (Trained(structure, ComputeBackend.Torch), Trained(structure, ComputeBackend.Cpu));
        Assert.Equal(expected.Losses.Length, given.Losses.Length);
        Assert.All(expected.Losses.Zip(given.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
        AssertClose(expected.Values, given.Values, 1e-2, "parameters");
    }

    private static (float[] Losses, Tensor Values) Trained(NetworkStructure structure, ComputeBackend backend)
    {
        using var generator = new Generator(1, CPU);
        using var images = Images(backend);
        using var network = new Network(structure, BackendOperations.DeviceOf(backend), generator, backend);
        var recorded = new RecordedTraining();
        var options = LearnerCases.Mlp(maxEpochs: 1) with { TrainingBatchSize = 16, Optim = new SgdOptions { Lr = 1e-3 } };
        long[] examples = [.. Enumerable.Range(0, 60).Select(k => (long)k)];
        var split = new TrainingSplit(examples[..40], examples[40..]);
        new TrainingLoop(options, images, new Seeds(0), recorded, default).Train(network, new TrainingPlan(split, 0));
        using var copy = network.Copy();
        Assert.Same(backend, copy.Backend);
        return ([.. recorded.Epochs.SelectMany(epoch => epoch.StepLosses)], copy.Parameters.Values.clone());
    }

    private static ResidentImages Images(ComputeBackend backend)
    {
        using var generator = new Generator(5, CPU);
        return new ResidentImages(
            randint(0, 256, [60, 3, 8, 8], ScalarType.Byte, generator: generator).to(BackendOperations.DeviceOf(backend)),
            randint(0, TinyTask.ClassCount, [60], ScalarType.Int64, generator: generator).to(BackendOperations.DeviceOf(backend)),
            new Normalisation([0.5f, 0.4f, 0.3f], [0.2f, 0.3f, 0.2f]),
            backend);
    }

    private static void AssertClose(Tensor expected, Tensor given, double tolerance, string what)
    {
        Assert.Equal(expected.shape, given.shape);
        var (wanted, found) = (expected.cpu().to(ScalarType.Float64), given.cpu().to(ScalarType.Float64));
        var deviation = ((wanted - found).abs().max() / (wanted.abs().max() + 1e-12)).item<double>();
        Assert.True(deviation <= tolerance, $"{what}: the largest deviation is {deviation} of the largest value");
    }
}
