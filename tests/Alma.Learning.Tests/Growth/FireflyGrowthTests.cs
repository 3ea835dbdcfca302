using Alma.Data;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Growth;

public sealed class FireflyGrowthTests
{
    private static readonly ImageShape shape = new(1, 8, 8);

    [Fact]
    public void Grow_KeepsTheFunctionNearlyUnchanged()
    {
        using var scope = NewDisposeScope();
        using var images = Images(64);
        using var network = Trained(images);
        using var generator = new Generator(2, CPU);
        var (batch, _) = images.Gather(arange(64, device: TestDevice.Here));
        network.EvaluationMode();
        using var noGradient = no_grad();
        var before = network.Forward(batch);

        using var grown = Grow(network, images, 0.5, generator);

        grown.EvaluationMode();
        var after = grown.Forward(batch);
        // docs/differences.md says how nearly: splits cancel to first order, new neurons are read by weights of at most 0.01.
        var change = (after - before).norm() / before.norm();
        Assert.InRange(change.item<float>(), 0, 0.01);
        Assert.True(before.argmax(1).eq(after.argmax(1)).sum().item<long>() >= 63);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Grow_AddsTheShareOfNeuronsAskedFor(double ratio)
    {
        using var images = Images(32);
        using var generator = new Generator(1, CPU);
        using var network = new Network(FireflyVgg.Create(shape, 4, 4), TestDevice.Here, generator);
        using var grown = Grow(network, images, ratio, generator);
        Assert.Equal(64 + (int)(64 * ratio), ((FireflyVgg)grown.Structure).Widths.Sum());
        Assert.Equal(4, grown.Structure.ClassCount);
    }

    [Fact]
    public void Grow_LeavesNoTensorBehindAndTheNetworkAsItWas()
    {
        using var images = Images(32);
        using var generator = new Generator(1, CPU);
        using var network = new Network(FireflyVgg.Create(shape, 4, 4), TestDevice.Here, generator);
        var (values, live) = (
            network.Parameters.Values.cpu().data<float>().ToArray(), DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Grow(network, images, 0.5, generator).Dispose();
        Assert.Equal(live, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.Equal(values, network.Parameters.Values.cpu().data<float>().ToArray());
    }

    [Fact]
    public void Update_WidensAtEveryMegabatchByTheRatioOfTheFirstNetwork()
    {
        using var images = Images(120);
        using var test = Images(20);
        using var task = new LearningTask("tiny", 4, images, test);
        var options = new FireflyOptions
        {
            TrainingBatchSize = 16,
            ValidationProportion = 0.2,
            MaxEpochs = 1,
            Patience = 9,
            Optim = new SgdOptions { Lr = 0.01, Momentum = 0.9 },
            Model = new FireflyModelOptions { NChannels = 4, GrowRatio = 0.5 },
            GrowEvery = 1,
        };
        using var learner = options.Build(new LearnerContext(task, new Seeds(1), TestDevice.Here, new UnwatchedTraining(), default));
        var widths = new MegabatchStream(120, 3, seed: 5).StartingAt(0).Select(megabatch =>
        {
            learner.Update(megabatch);
            return ((FireflyVgg)learner.Networks[0].Structure).Widths.Sum();
        }).ToArray();
        Assert.Equal([64, 96, 127], widths); // 64 (1 + 0.5 t), rounded down
        Assert.True(learner.Cost.Compute.Select > 0);
    }

    [Fact]
    public void Update_WithAnyGranularity_GrowsTheSameByTwoPassesOverTheExamples()
    {
        using var task = TinyTask.Create(40);
        var results = new int?[] { null, 3 }.Select(granularity =>
        {
            var options = LearnerCases.Firefly() with
            {
                Model = new FireflyModelOptions { NChannels = 2, Granularity = granularity },
                MaxEpochs = 1
            };
            using var learner = options.Build(new LearnerContext(task, new Seeds(1), TestDevice.Here, new UnwatchedTraining(), default));
            foreach (var megabatch in new MegabatchStream(40, 2, seed: 5).StartingAt(0)) learner.Update(megabatch);
            return (Weights: learner.Networks[0].Parameters.Values.cpu().data<float>().ToArray(), learner.Cost.Compute.Select);
        }).ToArray();
        Assert.Equal(results[0].Weights, results[1].Weights);
        Assert.Equal(results[0].Select, results[1].Select);
        Assert.Equal(0, results[0].Select % (2 * 3 * 16)); // forward and backward, of 16 examples
    }

    private static Network Grow(Network network, ResidentImages images, double ratio, Generator generator)
    {
        long[] examples = [.. Enumerable.Range(0, (int)images.Count).Select(i => (long)i)];
        return FireflyGrowth.Grow(network, images, examples, 16, new FireflyScale(ratio, CandidateCount: 6), generator, default).Grown;
    }

    private static Network Trained(ResidentImages images)
    {
        using var generator = new Generator(1, CPU);
        var network = new Network(FireflyVgg.Create(shape, 4, 4), TestDevice.Here, generator);
        var options = LearnerCases.Mlp(maxEpochs: 4) with { Optim = new SgdOptions { Lr = 0.005, Momentum = 0.9 } };
        long[] half = [.. Enumerable.Range(0, 32).Select(i => (long)i)];
        new TrainingLoop(options, images, new Seeds(1), new RecordedTraining(), default)
            .Train(network, new TrainingPlan(new TrainingSplit(half, half), 0));
        return network;
    }

    private static ResidentImages Images(int count)
    {
        var generator = new MersenneTwister(3);
        var pixels = new byte[count * 64];
        var labels = new byte[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 4);
            for (var p = 0; p < 64; p++) pixels[(i * 64) + p] = (byte)(generator.NextUpTo(100) + (p / 16 == labels[i] ? 150 : 0));
        }
        return ResidentImages.From(new ImageSet(pixels, labels, 1, 8, 8), new Normalisation([0.3f], [0.3f]), TestDevice.Here);
    }
}
