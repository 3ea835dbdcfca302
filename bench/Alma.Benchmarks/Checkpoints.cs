using Alma.Experiments.Checkpoints;
using Alma.Experiments.Options;
using Alma.Learning.Learners;
using Alma.Learning.Metrics;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Runs;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Alma.Benchmarks;

/// <summary>The checkpoint of a mixture of experts that remembers 60,000 examples, to disk and back.</summary>
public class Checkpoints
{
    private DirectoryInfo root = null!;
    private LearningTask task = null!;
    private Learner learner = null!;
    private CheckpointFile file = null!;
    private ExperimentState state = null!;

    [GlobalSetup]
    public void Prepare()
    {
        Material.ChooseThreads();
        root = Directory.CreateTempSubdirectory("alma-benchmark-");
        task = new LearningTask("made up", Material.ClassCount, Material.Images(1, Material.OfMnist), Material.Images(1, Material.OfMnist));
        var options = Material.Finetune(Material.Mixture);
        learner = options.Build(new LearnerContext(task, new Seeds(0), CPU, new UnwatchedTraining(), CancellationToken.None));
        var network = Material.Fresh(options.Model, task.InputShape);
        learner.Restore(new LearnerState([network], new TrainingSplit(Material.Indices(0, 54_000), Material.Indices(54_000, 6_000)), []));
        file = new CheckpointFile(RunFolder.Create(Path.Combine(root.FullName, "run")), new CheckpointOptions(), options);
        state = new ExperimentState(1, AnytimeMetrics.Start, 0, [network.Structure]);
        Write();
    }

    [GlobalCleanup]
    public void Release()
    {
        learner.Dispose();
        task.Dispose();
        root.Delete(recursive: true);
    }

    /// <summary>And the model beside it; both are brought to the disk.</summary>
    [Benchmark]
    public void Write() => file.Save(state, learner);

    [Benchmark]
    public void Read()
    {
        using var saved = file.Open()!;
        saved.RestoreTo(learner, CPU);
    }
}
