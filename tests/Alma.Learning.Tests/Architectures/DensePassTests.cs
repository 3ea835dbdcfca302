using Alma.Data;
using Alma.Kernels;
using Alma.Learning.Architectures.Dense;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Compute;
using Alma.Learning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>What is computed by hand against what LibTorch differentiates.</summary>
public sealed class DensePassTests
{
    private const double Tolerance = 2e-6; // of the largest value
    private static readonly ImageShape shape = new(1, 5, 3);
    private static readonly ExpertTree deep = ExpertTree.Of(3).Split(new ExpertPath([1]), 2).Split(new ExpertPath([1, 0]), 4);

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (var name in Structures.Keys)
                foreach (var (models, networks) in new[] { (1, 1), (3, 1), (1, 3), (2, 2) }) cases.Add(name, models, networks);
            return cases;
        }
    }

    private static Dictionary<string, NetworkStructure> Structures { get; } = new()
    {
        ["two hidden layers"] = new MultilayerPerceptron(shape, 4, 9, 2),
        ["linear"] = new MultilayerPerceptron(shape, 4, 9, 0),
        ["two experts"] = Mixture([ExpertTree.Of(2), ExpertTree.Of(2)]),
        ["grown, three-way"] = Mixture([deep, ExpertTree.Of(1)]),
        ["hard"] = Mixture([deep, ExpertTree.Of(2)], HardGateEstimator.StraightThrough),
        ["no mixture"] = Mixture([]),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_OfNetworksSideBySide_AreThoseOfTheModules(string name, int modelCount, int networksPerModel)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var networks = Enumerable.Range(0, modelCount * networksPerModel)
            .Select(_ => new Network(Structures[name], CPU, generator))
            .ToArray();
        var (images, byLogits) = (
            randn([modelCount, 6, 1, 5, 3], generator: generator), randn([networks.Length, 6, 4], generator: generator));
        var (values, gradients) = (
            zeros(networks.Length, networks[0].Parameters.Count), zeros(networks.Length, networks[0].Parameters.Count));
        for (var k = 0; k < networks.Length; k++) networks[k].MoveParameters(values.select(0, k), gradients.select(0, k));

        using var byModules = new ModulePass(networks, values, gradients, Worker.Alone);
        byModules.TrainingMode();
        var expectedLogits = byModules.Forward(images);
        byModules.Backward(byLogits);
        var expectedGradients = gradients.clone();
        gradients.fill_(float.NaN); // all of it has to be written
        using var byHand = new DensePass(
            (DenseStack)Structures[name].ByHand()!, ComputeBackend.Cpu, values, gradients, [.. networks.Select(network => network.Noise)]);
        byHand.TrainingMode();
        using var noGradient = no_grad();
        var logits = byHand.Forward(images);
        byHand.Backward(byLogits.clone());

        AssertClose(expectedLogits, logits);
        AssertClose(expectedGradients, gradients);
        Array.ForEach(networks, network => network.Dispose());
    }

    [Fact]
    public void Pass_OfRandomGates_DrawsInTrainingOnly()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        using var network = new Network(Mixture([ExpertTree.Of(4)], HardGateEstimator.Categorical), CPU, generator);
        using var noGradient = no_grad();
        var images = randn([64, 1, 5, 3], generator: generator);
        Assert.True(Logits(network.EvaluationMode, seed: 1).Equals(Logits(network.EvaluationMode, seed: 2)));
        Assert.True(Logits(network.TrainingMode, seed: 1).Equals(Logits(network.TrainingMode, seed: 1)));
        Assert.False(Logits(network.TrainingMode, seed: 1).allclose(Logits(network.TrainingMode, seed: 2)));

        Tensor Logits(Action mode, ulong seed)
        {
            mode();
            network.Noise.DrawFrom(new Generator(seed, CPU));
            return network.Forward(images);
        }
    }

    [Fact]
    public void Pass_StepAfterStep_LeavesNoTensors()
    {
        using var generator = new Generator(3, CPU);
        using var network = new Network(Structures["grown, three-way"], CPU, generator);
        using var images = randn([6, 1, 5, 3], generator: generator);
        using var noGradient = no_grad();
        network.Forward(images).Dispose();
        var live = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (var k = 0; k < 3; k++) network.Forward(images).Dispose();
        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static MixtureOfExpertsMlp Mixture(ExpertTree[] trees, HardGateEstimator? hardGate = null) =>
        new(shape, 4, 9, [.. trees], hardGate, new MixtureGrowth(ExpertSelection.MostUsed, 2));

    private static void AssertClose(Tensor expected, Tensor given)
    {
        Assert.Equal(expected.shape, given.shape);
        var deviation = ((expected - given).abs().max() / expected.abs().max()).item<float>();
        Assert.True(deviation <= Tolerance, $"the largest deviation is {deviation} of the largest value");
    }
}
