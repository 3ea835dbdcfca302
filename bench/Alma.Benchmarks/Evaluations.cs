using Alma.Data;
using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Alma.Benchmarks;

/// <summary>A learner scored on a whole test set.</summary>
public class Evaluations
{
    private static readonly KEnsembleOptions ofTen = new()
    {
        K = 10,
        Model = Material.Perceptron,
        TrainingBatchSize = 128,
        ValidationProportion = 0.1,
        MaxEpochs = 1,
        Patience = 1,
        Optim = new AdadeltaOptions(),
    };

    private LearningTask grey = null!;
    private LearningTask coloured = null!;
    private Learner single = null!;
    private Learner ensemble = null!;
    private Learner convolutional = null!;

    [GlobalSetup]
    public void Prepare()
    {
        Material.ChooseThreads();
        grey = Task(10_000, Material.OfMnist);
        coloured = Task(1_000, Material.OfCifar);
        single = Learner(grey, Material.Finetune(Material.Mixture), 1);
        ensemble = Learner(grey, ofTen, ofTen.K);
        convolutional = Learner(coloured, Material.Finetune(Material.Convolutional), 1);
    }

    [GlobalCleanup]
    public void Release()
    {
        foreach (var held in (IDisposable[])[single, ensemble, convolutional, grey, coloured]) held.Dispose();
    }

    [Benchmark]
    public EvaluationResult MixtureOnMnist() => new Evaluator(grey.Test, grey.ClassCount, 1024).Evaluate(single);

    [Benchmark]
    public EvaluationResult EnsembleOfTenOnMnist() => new Evaluator(grey.Test, grey.ClassCount, 1024).Evaluate(ensemble);

    [Benchmark]
    public EvaluationResult VggOnTenthOfCifar() => new Evaluator(coloured.Test, coloured.ClassCount, 1024).Evaluate(convolutional);

    private static LearningTask Task(int testCount, ImageShape shape) =>
        new("made up", Material.ClassCount, Material.Images(1, shape), Material.Images(testCount, shape));

    // As resumed from a checkpoint, which needs no training.
    private static Learner Learner(LearningTask task, LearnerOptions options, int networkCount)
    {
        var learner = options.Build(new LearnerContext(task, new Seeds(0), CPU, new UnwatchedTraining(), CancellationToken.None));
        Network[] networks = [.. Enumerable.Range(0, networkCount).Select(k => Material.Fresh(options.Model, task.InputShape, (ulong)k))];
        learner.Restore(new LearnerState(networks, new TrainingSplit([], []), []));
        return learner;
    }
}
