// B: batch, C: channels, H, W: height and width.
using Alma.Data;
using Alma.Kernels;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.ResNet;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Compute;
using Alma.Learning.Layers;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>Networks with batch norm whose batch is shared by workers, against the same on one thread.</summary>
public sealed class SharedBatchNormTests
{
    private static readonly ImageShape image = new(3, 32, 32);

    public static TheoryData<NetworkStructure> Structures => new(
        new Vgg(image, 4, 16),
        FireflyVgg.Create(image, 4, 20),
        new SubnetVggOptions { NChannels = 16, GrowNUnits = 4 }.Structure(image, 4),
        new MixtureOfExpertsVgg(
            image, 4, 16, 2, [.. Enumerable.Repeat(ExpertTree.Of(2), 4)], null, new MixtureGrowth(ExpertSelection.None, 0)));

    // Of two examples of one pixel each worker sees one value per channel, whose gradient is next to nothing;
    // of one example a worker sees none.
    [Theory]
    [InlineData(9, 16, 4, 2e-5)]
    [InlineData(2, 16, 1, 2e-3)]
    [InlineData(1, 20, 2, 2e-5)]
    public void Norm_OfWorkers_GivesWhatItGivesOnOneThread(int batch, int channels, int side, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (alone, first, second) = (Norm(channels), Norm(channels), Norm(channels));
        var (input, byOutput) = (Drawn(1, [batch, channels, side, side]), Drawn(2, [batch, channels, side, side]));
        var (output, gradient) = Run(alone, input, byOutput);

        using var workers = new WorkerThreads(2);
        (first.Worker, second.Worker) = (workers.Of(0), workers.Of(1));
        var (outputs, gradients) = (new Tensor?[2], new Tensor?[2]);
        workers.Run(batch, (rank, start, length) =>
        {
            if (length == 0) return;
            (outputs[rank], gradients[rank]) = Run(
                rank == 0 ? first : second, input.narrow(0, start, length), byOutput.narrow(0, start, length));
        });

        AssertClose(output, cat([.. outputs.OfType<Tensor>()]), 1e-6);
        AssertClose(gradient, cat([.. gradients.OfType<Tensor>()]), tolerance);
        foreach (var (expected, one, other) in alone.parameters().Zip(first.parameters(), second.parameters()))
            AssertClose(expected.grad!, other.grad is null ? one.grad! : one.grad! + other.grad, 1e-5);
        foreach (var (expected, own) in alone.buffers().Zip(first.buffers())) AssertClose(expected, own, 1e-6);
    }

    [Fact]
    public void Norm_OfOneValue_IsRefusedWhateverTheWorkers()
    {
        using var workers = new WorkerThreads(2);
        var norm = new FusedBatchNorm(16, AfterNorm.Relu) { Worker = workers.Of(0) };
        Assert.Throws<LearningException>(() => workers.Run(1, (rank, _, _) =>
        {
            if (rank == 0) norm.call(ones(1, 16, 1, 1));
        }));
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Gradients_OfWorkers_AreThoseOfOneThread(NetworkStructure structure)
    {
        using var scope = NewDisposeScope();
        var expected = Gradients(structure, 1);
        Assert.True(structure.IsSharedByStep);
        AssertClose(expected, Gradients(structure, 2), 2e-3);
        AssertClose(expected, Gradients(structure, 3), 2e-3);
    }

    [Fact]
    public void Structures_WithoutSuchNormsOrThatDraw_ShareOperationsInstead()
    {
        Assert.False(new ResNet18(image, 4, 20).IsSharedByStep);
        Assert.False(new Vgg(image, 4, 8).IsSharedByStep);
        Assert.False((Mixture() with { HardGate = HardGateEstimator.Gumbel }).IsSharedByStep);
        Assert.True((Mixture() with { HardGate = HardGateEstimator.StraightThrough }).IsSharedByStep);

        static MixtureOfExpertsVgg Mixture() => new(
            image, 4, 16, 2, [.. Enumerable.Repeat(ExpertTree.Of(2), 4)], null, new MixtureGrowth(ExpertSelection.None, 0));
    }

    // Two networks side by side; (2, P), the sum over workers.
    private static Tensor Gradients(NetworkStructure structure, int workerCount)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        Network[] networks = [new Network(structure, CPU, generator), new Network(structure, CPU, generator)];
        var (images, byLogits) = (Drawn(1, [1, 14, 3, 32, 32]), Drawn(2, [2, 14, 4]));
        var values = zeros(2, networks[0].Parameters.Count);
        Tensor[] gradients = [.. Enumerable.Range(0, workerCount).Select(_ => zeros_like(values))];
        for (var k = 0; k < networks.Length; k++) networks[k].MoveParameters(values.select(0, k), gradients[0].select(0, k));
        using var workers = new WorkerThreads(workerCount);
        var passes = gradients.Select((ofWorker, rank) => new ModulePass(networks, values, ofWorker, workers.Of(rank))).ToArray();
        workers.Run(14, (rank, start, length) =>
        {
            using var ofWorker = NewDisposeScope();
            passes[rank].TrainingMode();
            passes[rank].Forward(images.narrow(1, start, length));
            passes[rank].Backward(byLogits.narrow(1, start, length).contiguous());
        });
        var sum = stack(gradients).sum([0L]);
        foreach (var pass in passes) pass.Dispose();
        foreach (var network in networks) network.Dispose();
        return sum.MoveToOuterDisposeScope();
    }

    private static FusedBatchNorm Norm(int channels)
    {
        var norm = new FusedBatchNorm(channels, AfterNorm.Relu);
        using var noGradient = no_grad();
        foreach (var parameter in norm.parameters()) parameter.copy_(Drawn(5, [channels]) + 1);
        return norm;
    }

    private static (Tensor Output, Tensor InputGradient) Run(FusedBatchNorm norm, Tensor input, Tensor byOutput)
    {
        using var scope = NewDisposeScope();
        using var mode = enable_grad();
        var leaf = ChannelsLast.Of(input).detach().requires_grad_();
        var output = norm.call(leaf);
        output.backward([byOutput]);
        return (output.detach().DetachFromDisposeScope(), leaf.grad!.DetachFromDisposeScope());
    }

    private static Tensor Drawn(ulong seed, long[] shape)
    {
        using var generator = new Generator(seed, CPU);
        return randn(shape, generator: generator);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double tolerance)
    {
        var distance = (actual - expected).to(ScalarType.Float64).norm().item<double>()
            / (expected.to(ScalarType.Float64).norm().item<double>() + 1e-12);
        Assert.InRange(distance, 0, tolerance);
    }
}
