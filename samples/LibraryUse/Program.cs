// A growing mixture of experts learns the built-in digits in four megabatches, without a config or a run folder.
using Alma.Data;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Compute;
using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Metrics;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using static TorchSharp.torch;

var options = new FinetuneGrowOptions
{
    GrowEvery = 1,
    Model = new MoeMlpUsageGrowOptions { SizeLayers = 32, NLayers = 2, NExperts = 2, IsHard = false, NExpertsToSplit = 2 },
    Optim = new AdadeltaOptions(),
    TrainingBatchSize = 32,
    ValidationProportion = 0.1,
    TrainReplayProportion = 1,
    ValidationReplayProportion = 1,
    MaxEpochs = 10,
    Patience = 5,
};

ProcessSettings.Apply(threadCount: 1); // so small a network is fastest on one
using var task = LearningTask.From(DatasetLoader.Load(DatasetCatalog.Digits, ""), CPU);
using var learner = options.Build(new LearnerContext(task, new Seeds(0), CPU, new UnwatchedTraining(), CancellationToken.None));
var stream = new MegabatchStream((int)task.Train.Count, megabatchCount: 4, seed: 0);
var evaluator = new Evaluator(task.Test, task.ClassCount, batchSize: 1024);

var metrics = AnytimeMetrics.Start;
foreach (var megabatch in stream.StartingAt(0))
{
    learner.Update(megabatch);
    var result = evaluator.Evaluate(learner);
    metrics = metrics.Observe(result.Score.Accuracy, learner.Cost.Compute + result.Cost);
    Console.WriteLine(
        $"megabatch {megabatch.Index}: accuracy {result.Score.Accuracy:F4}, cumulative error {metrics.CumulativeError:F4}, "
        + $"{learner.Cost.Parameters:N0} parameters, {metrics.CumulativeCost.Total / 1e6:N0} million multiply-adds");
}
