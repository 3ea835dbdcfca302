using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Learning.Training;
using Alma.Testing;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Evaluation;

public sealed class EvaluatorTests
{
    [Theory]
    [InlineData(80)]
    [InlineData(7)]
    public void Evaluate_AtAnyBatchSize_GivesTheExactMeanOverAllExamples(int batchSize)
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create();
        using var learner = Trained(task, "Finetune MLP");

        var result = new Evaluator(task.Test, batchSize).Evaluate(learner);

        using var noGradient = no_grad();
        var (images, labels) = task.Test.Gather(arange(80));
        var logits = learner.Predict(images);
        Assert.Equal(nn.functional.cross_entropy(logits, labels).item<float>(), result.Score.Loss, 1e-5);
        Assert.Equal(logits.argmax(1).eq(labels).sum().item<long>() / 80.0, result.Score.Accuracy);
        Assert.Equal(80 * learner.Cost.MultiplyAddsPerExample, result.Cost.Evaluate);
        Assert.Empty(result.ExpertShares);
    }

    [Fact]
    public void Evaluate_OfAGrownMixture_SharesOutAllWeightAmongItsExperts()
    {
        using var task = TinyTask.Create();
        using var learner = Trained(task, "Finetune_Grow by usage");
        var shares = new Evaluator(task.Test, 32).Evaluate(learner).ExpertShares;
        Assert.Equal(["layers.1", "layers.2"], shares.Select(share => share.MixtureName).Distinct());
        Assert.All(shares.GroupBy(share => share.MixtureName), layer => Assert.Equal((3, 1.0), (layer.Count(), Math.Round(layer.Sum(share => share.MeanWeight), 6))));
    }

    private static Learner Trained(Alma.Learning.Datasets.LearningTask task, string name)
    {
        var learner = LearnerCases.All[name].Build(new LearnerContext(task, new Seeds(1), CPU, new UnwatchedTraining(), default));
        foreach (var megabatch in new MegabatchStream(240, 2, seed: 5).StartingAt(0)) learner.Update(megabatch);
        return learner;
    }
}
