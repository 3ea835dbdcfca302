using Alma.Learning.Architectures.Moe;
using Alma.Learning.Architectures.Perceptron;
using Alma.Learning.Architectures.Vgg19;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Tests.Architectures;
using Alma.Learning.Training;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training;

public sealed class TrainingLoopTests
{
    private static readonly TrainingSplit split = new(
        [.. Enumerable.Range(0, 200).Select(i => (long)i)], [.. Enumerable.Range(200, 40).Select(i => (long)i)]);

    [Fact]
    public void Train_OnALearnableTask_LearnsIt()
    {
        var recorded = new RecordedTraining();
        var outcome = Train(LearnerCases.Mlp(maxEpochs: 10), recorded, out var score);

        Assert.True(score.Accuracy > 0.95, $"accuracy {score.Accuracy}");
        Assert.Equal(outcome.BestAccuracy, score.Accuracy);
        Assert.Equal(outcome.EpochCount, recorded.Epochs.Count);
        Assert.Equal(recorded.Epochs[outcome.BestEpoch].Validation.Accuracy, outcome.BestAccuracy);
    }

    [Fact]
    public void Train_ReportsEveryStepAndEpochAsItWas()
    {
        var recorded = new RecordedTraining();
        var outcome = Train(LearnerCases.Mlp(maxEpochs: 3) with { TrainingBatchSize = 64 }, recorded, out _);

        Assert.Equal(3 * 4, recorded.StepCount); // 64 + 64 + 64 + 8
        Assert.All(recorded.Epochs, epoch =>
        {
            Assert.Equal(4, epoch.StepLosses.Length);
            var sizes = new[] { 64, 64, 64, 8 };
            Assert.Equal(epoch.StepLosses.Zip(sizes, (loss, size) => (double)loss * size).Sum() / 200, epoch.Training.Loss, 1e-9);
            Assert.Equal(
                epoch.StepAccuracies.Zip(sizes, (accuracy, size) => (double)accuracy * size).Sum() / 200, epoch.Training.Accuracy, 1e-6);
        });
        Assert.Equal(600, outcome.TrainingExamples);
    }

    [Fact]
    public void Train_CountsMultiplyAddsOfEveryPass()
    {
        var outcome = Train(LearnerCases.Mlp(maxEpochs: 2), new RecordedTraining(), out _);
        const long perExample = (16 * 8) + (8 * 8) + (8 * 4);
        Assert.Equal(
            new ComputeCost(TrainForward: 400 * perExample, TrainBackward: 800 * perExample, Validate: 80 * perExample), outcome.Cost);
    }

    [Fact]
    public void Train_WithoutImprovement_StopsAfterThePatience()
    {
        var recorded = new RecordedTraining();
        var options = LearnerCases.Mlp(maxEpochs: 100) with { Optim = new SgdOptions { Lr = 0 }, Patience = 3 };
        Assert.Equal(4, Train(options, recorded, out _).EpochCount);
        Assert.Equal([true, false, false, false], recorded.Epochs.Select(epoch => epoch.Improved));
    }

    [Fact]
    public void Train_WhenTheLossIsNoNumber_NamesMegabatchEpochAndStep()
    {
        var options = LearnerCases.Mlp(maxEpochs: 5) with { Optim = new SgdOptions { Lr = 1e38 } };
        var error = Assert.Throws<TrainingDivergedException>(() => Train(options, new RecordedTraining(), out _));
        Assert.Matches(
            @"^Training diverged: the loss is (NaN|∞|Infinity) at megabatch 7, epoch 0, step \d+\. Try a smaller LearningRate",
            error.Message);
    }

    [Fact]
    public void Train_WhenCancelled_StopsWithinABatch()
    {
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        using var network = new Network(new MultilayerPerceptron(task.InputShape, TinyTask.ClassCount, 8, 2), CPU, generator);
        var loop = new TrainingLoop(
            LearnerCases.Mlp(), task.Train, new Seeds(0), new RecordedTraining(), new CancellationToken(canceled: true));
        Assert.Throws<OperationCanceledException>(() => loop.Train(network, new TrainingPlan(split, 0)));
    }

    [Fact]
    public void Train_OnASplitWithNothingToValidateOn_SaysWhatWouldHelp()
    {
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        using var network = new Network(new MultilayerPerceptron(task.InputShape, TinyTask.ClassCount, 8, 2), CPU, generator);
        var loop = new TrainingLoop(LearnerCases.Mlp(), task.Train, new Seeds(0), new RecordedTraining(), default);
        var error = Assert.Throws<LearningException>(() => loop.Train(network, new TrainingPlan(new TrainingSplit([1, 2], []), 3)));
        Assert.Contains("Megabatch 3 leaves 2 examples to train on and 0 to validate on", error.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(HardGateEstimator.Categorical)]
    [InlineData(HardGateEstimator.Gumbel)]
    [InlineData(HardGateEstimator.StraightThrough)]
    public void Train_OfAMixture_LearnsWithEveryGate(HardGateEstimator? hardGate)
    {
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        using var network = new Network(MixtureTests.Mlp(task.InputShape, TinyTask.ClassCount, 16, hardGate), CPU, generator);
        var loop = new TrainingLoop(LearnerCases.Mlp(maxEpochs: 20), task.Train, new Seeds(0), new RecordedTraining(), default);
        Assert.True(loop.Train(network, new TrainingPlan(split, 0)).BestAccuracy > 0.9);
    }

    // The last batch has one example, less than there are threads; of two,
    // each thread sees one value per channel where images are one pixel.
    [Theory]
    [InlineData(nameof(MixtureOfExpertsMlp), 40)]
    [InlineData(nameof(Vgg), 41)]
    public void Train_SharedByThreads_GivesTheSameBitsAgainAndAlmostTheLossesOfOneThread(string architecture, int exampleCount)
    {
        var before = get_num_threads();
        try
        {
            var (ofOne, ofTwo, again) = (Trained(threadCount: 1), Trained(threadCount: 2), Trained(threadCount: 2));
            Assert.Equal(ofTwo.State, again.State);
            Assert.NotEqual(ofOne.State, ofTwo.State);
            Assert.All(ofOne.Losses.Zip(ofTwo.Losses), pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
        }
        finally
        {
            set_num_threads(before);
        }

        (byte[] State, float[] Losses) Trained(int threadCount)
        {
            set_num_threads(threadCount);
            using var task = TinyTask.Create();
            using var generator = new Generator(1, CPU);
            NetworkStructure structure = architecture == nameof(Vgg)
                ? new Vgg(task.InputShape, TinyTask.ClassCount, 16)
                : MixtureTests.Mlp(task.InputShape, TinyTask.ClassCount, 16);
            using var network = new Network(structure, CPU, generator);
            var recorded = new RecordedTraining();
            var options = LearnerCases.Mlp(maxEpochs: 1) with { TrainingBatchSize = 13, Optim = new SgdOptions { Lr = 1e-3 } };
            new TrainingLoop(options, task.Train, new Seeds(0), recorded, default)
                .Train(network, new TrainingPlan(new TrainingSplit(split.Training[..exampleCount], split.Validation), 0));
            return (
                [.. network.NamedState().SelectMany(entry => entry.Value.contiguous().bytes.ToArray())],
                recorded.Epochs.Single().StepLosses);
        }
    }

    private static TrainingOutcome Train(TrainingOptions options, ITrainingProgress progress, out Score score)
    {
        using var task = TinyTask.Create();
        using var generator = new Generator(1, CPU);
        using var network = new Network(new MultilayerPerceptron(task.InputShape, TinyTask.ClassCount, 8, 2), CPU, generator);
        var outcome = new TrainingLoop(options, task.Train, new Seeds(0), progress, default).Train(network, new TrainingPlan(split, 7));
        score = Score.Of(images => network.Forward(images).unsqueeze(0), task.Train, split.Validation, 16).Single();
        return outcome;
    }
}
