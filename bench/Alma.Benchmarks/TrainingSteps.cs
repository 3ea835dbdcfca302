using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using BenchmarkDotNet.Attributes;

namespace Alma.Benchmarks;

/// <summary>
/// A training step at batch size 128, as part of an epoch of the training loop: the epoch's draws and its validation, on one batch,
/// are spread over its steps.
/// </summary>
public class TrainingSteps
{
    private const int BatchSize = 128;
    private const int StepCount = 32;
    private const int StepCountOfImages = 4;
    private const int Growths = 6;

    private ResidentImages grey = null!;
    private ResidentImages coloured = null!;
    private Network perceptron = null!;
    private Network mixture = null!;
    private Network grown = null!;
    private IReadOnlyList<IReadOnlyList<Network>> members = [];
    private Network convolutional = null!;

    [GlobalSetup]
    public void Prepare()
    {
        Material.ChooseThreads();
        grey = Material.Images((StepCount + 1) * BatchSize, Material.OfMnist);
        coloured = Material.Images((StepCountOfImages + 1) * BatchSize, Material.OfCifar);
        perceptron = Material.Fresh(Material.Perceptron, Material.OfMnist);
        mixture = Material.Fresh(Material.Mixture, Material.OfMnist);
        grown = GrownOften();
        members = [.. Enumerable.Range(0, 3)
            .Select(k => (IReadOnlyList<Network>)[Material.Fresh(Material.Perceptron, Material.OfMnist, (ulong)k)])];
        convolutional = Material.Fresh(Material.Convolutional, Material.OfCifar);
    }

    [GlobalCleanup]
    public void Release()
    {
        foreach (var network in (Network[])[perceptron, mixture, grown, .. members.SelectMany(model => model), convolutional])
            network.Dispose();
        grey.Dispose();
        coloured.Dispose();
    }

    [Benchmark(OperationsPerInvoke = StepCount)]
    public void Perceptron() => Epoch([[perceptron]], grey, StepCount, new AdadeltaOptions());

    [Benchmark(OperationsPerInvoke = StepCount)]
    public void FreshMixture() => Epoch([[mixture]], grey, StepCount, new AdadeltaOptions());

    [Benchmark(OperationsPerInvoke = StepCount)]
    public void MixtureAfterSixGrowths() => Epoch([[grown]], grey, StepCount, new AdadeltaOptions());

    /// <summary>A step is one of each of the three.</summary>
    [Benchmark(OperationsPerInvoke = StepCount)]
    public void EnsembleOfThree() => Epoch(members, grey, StepCount, new AdadeltaOptions());

    [Benchmark(OperationsPerInvoke = StepCountOfImages)]
    public void VggOf16Channels() => Epoch([[convolutional]], coloured, StepCountOfImages, new SgdOptions { Lr = 0.01, Momentum = 0.9 });

    private static void Epoch(
        IReadOnlyList<IReadOnlyList<Network>> models, ResidentImages images, int stepCount, OptimizerOptions optimizer)
    {
        var plan = new TrainingPlan(
            new TrainingSplit(Material.Indices(0, stepCount * BatchSize), Material.Indices(stepCount * BatchSize, BatchSize)),
            Megabatch: 0);
        // The model of the options is not asked for: the networks are there.
        var options = Material.Finetune(Material.Perceptron, optimizer);
        new TrainingLoop(options, images, new Seeds(0), new UnwatchedTraining(), CancellationToken.None).Train(models, plan);
    }

    private Network GrownOften()
    {
        var network = Material.Fresh(Material.Mixture, Material.OfMnist);
        for (var growth = 0; growth < Growths; growth++)
        {
            var next = Material.Grown(network, grey, BatchSize);
            network.Dispose();
            network = next;
        }
        return network;
    }
}
