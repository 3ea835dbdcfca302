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

        var result = new Evaluator(task.Test, TinyTask.ClassCount, batchSize).Evaluate(learner);

        using var noGradient = no_grad();
        var (images, labels) = task.Test.Gather(arange(80));
        var logits = learner.Predict(images).Logits;
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
        var shares = new Evaluator(task.Test, TinyTask.ClassCount, 32).Evaluate(learner).ExpertShares;
        Assert.Equal(["layers.1", "layers.2"], shares.Select(share => share.MixtureName).Distinct());
        Assert.All(shares.GroupBy(share => share.MixtureName), layer =>
            Assert.Equal((3, 1.0), (layer.Count(), Math.Round(layer.Sum(share => share.MeanWeight), 6))));
    }

    [Theory]
    [InlineData("Ensemble")]
    [InlineData("KEnsemble of hard MoE")]
    [InlineData("AdaBoost")]
    public void Evaluate_OfSeveralMembers_TellsHowEachDoes(string name)
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create();
        using var learner = Trained(task, name);

        var members = new Evaluator(task.Test, TinyTask.ClassCount, 32).Evaluate(learner).Members!;

        using var noGradient = no_grad();
        var (images, labels) = task.Test.Gather(arange(80));
        var right = labels.data<long>().ToArray();
        var choices = learner.MemberLogits(images).argmax(2).data<long>().ToArray().Chunk(80).ToArray();
        var combined = learner.Predict(images).Choice.data<long>().ToArray();
        Assert.Equal(choices.Select(choice => choice.Zip(right).Count(pair => pair.First == pair.Second) / 80.0), members.Accuracies);
        Assert.Equal(Enumerable.Range(0, 80).Count(i => choices.Any(choice => choice[i] == right[i])) / 80.0, members.OracleAccuracy);
        Assert.Equal(
            choices.Average(choice => choice.Zip(combined).Count(pair => pair.First == pair.Second) / 80.0), members.Agreement, 1e-12);
        Assert.Equal(name == "AdaBoost" ? 1.0 : 0.0, members.PredictionDepths.Sum(), 1e-12);
    }

    [Fact]
    public void Evaluate_CountsClassesAndTheirConfusion()
    {
        using var task = TinyTask.Create();
        using var learner = Trained(task, "Finetune MLP");
        var result = new Evaluator(task.Test, TinyTask.ClassCount, 32).Evaluate(learner);
        Assert.All(result.Confusion, row => Assert.Equal(20, row.Sum()));
        Assert.Equal(result.Score.Accuracy, result.ClassAccuracies.Average(), 1e-12);
    }

    [Theory]
    [InlineData("Finetune MLP", 80)]
    [InlineData("Ensemble", 7)]
    public void Evaluate_AtAnyBatchSize_KeepsTheMistakesOfTheLargestLoss(string name, int batchSize)
    {
        using var scope = NewDisposeScope();
        using var task = TinyTask.Create();
        using var learner = Trained(task, name);

        var result = new Evaluator(task.Test, TinyTask.ClassCount, batchSize).Evaluate(learner);

        using var noGradient = no_grad();
        var (images, labels) = task.Test.Gather(arange(80));
        var prediction = learner.Predict(images);
        var losses = nn.functional.cross_entropy(prediction.Logits, labels, reduction: nn.Reduction.None).data<float>().ToArray();
        var (right, choices) = (labels.data<long>().ToArray(), prediction.Choice.data<long>().ToArray());
        int[] wrong =
            [.. Enumerable.Range(0, 80).Where(i => choices[i] != right[i]).OrderByDescending(i => losses[i]).Take(Evaluator.WorstCount)];
        Assert.NotEmpty(wrong);
        Assert.Equal(wrong, result.Worst.Select(example => example.Index));
        Assert.All(result.Worst, example => Assert.Equal((right[example.Index], choices[example.Index]), (example.Label, example.Choice)));
        Assert.All(result.Worst, example => Assert.Equal(losses[example.Index], example.Loss, 1e-4));
    }

    [Fact]
    public void Evaluate_BeforeTheFirstUpdate_IsThatOfGuessing()
    {
        using var task = TinyTask.Create();
        using var learner = LearnerCases.All["Ensemble"].Build(
            new LearnerContext(task, new Seeds(1), CPU, new UnwatchedTraining(), default));
        var result = new Evaluator(task.Test, TinyTask.ClassCount, 32).Evaluate(learner);
        Assert.Equal((0.25, 0L), (result.Score.Accuracy, result.Cost.Total));
    }

    private static Learner Trained(LearningTask task, string name)
    {
        var learner = LearnerCases.All[name].Build(new LearnerContext(task, new Seeds(1), CPU, new UnwatchedTraining(), default));
        foreach (var megabatch in new MegabatchStream(240, 2, seed: 5).StartingAt(0)) learner.Update(megabatch);
        return learner;
    }
}
