using Alma.Experiments.Options;
using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Streams;
using Alma.Runs.Mistakes;

namespace Alma.Experiments;

/// <summary>
/// Scores a learner after each megabatch: on the test set, or, with <c>mode: next</c>, on the megabatch that it learns from next
/// (test, then train; Gama, Sebastião and Rodrigues, "On evaluating stream learning algorithms", Machine Learning 90, 2013, section 2.2).
/// </summary>
internal sealed class StreamEvaluation(LearningTask task, MegabatchStream stream, EvaluationOptions options)
{
    private readonly Evaluator onTestSet = new(task.Test, task.ClassCount, options.BatchSize) { Classes = task.Classes };

    /// <returns>The scores, and the worst mistakes where the examples are images.</returns>
    public (EvaluationResult Result, WorstImages? Worst) Evaluate(Learner learner, int megabatch)
    {
        if (options.Mode != EvaluationMode.Next) return With(onTestSet.Evaluate(learner), task.Test, megabatch);
        using var next = task.Train.Subset(stream.StartingAt(megabatch + 1).First().Examples);
        var onNext = new Evaluator(next, task.ClassCount, options.BatchSize) { Classes = task.Classes };
        return With(onNext.Evaluate(learner), next, megabatch);
    }

    private static (EvaluationResult, WorstImages?) With(EvaluationResult result, LabelledImages images, int megabatch) =>
        (result, images.AreRows ? null : MisclassifiedImages.Of(result, images, megabatch));
}

/// <summary>What a learner comes to on a further task of the evaluation.</summary>
/// <param name="Task">Its index, from 1; task 0 is the test set that errors are measured on.</param>
public sealed record TaskResult(int Task, EvaluationResult Result);

/// <summary>Evaluates a learner on the further test sets of a run, as far as the mode of the evaluation asks for them.</summary>
internal sealed class FurtherEvaluation : IDisposable
{
    private readonly LabelledImages[] testSets;
    private readonly Evaluator[] evaluators;
    private readonly EvaluationMode mode;

    public FurtherEvaluation(ExperimentSetup setup, LearningTask task)
    {
        mode = setup.Options.Evaluation.Mode;
        testSets = [.. setup.Datasets.Further.Select(dataset =>
            LabelledImages.From(dataset.Test, dataset.Normalisation, setup.Device.Device, task.Classes))];
        evaluators = Array.ConvertAll(
            testSets, images => new Evaluator(images, task.ClassCount, setup.Options.Evaluation.BatchSize) { Classes = task.Classes });
    }

    public IReadOnlyList<TaskResult> Evaluate(Learner learner, int megabatch) =>
    [
        .. evaluators.Select((evaluator, k) => (Evaluator: evaluator, Task: k + 1))
            .Where(task => mode != EvaluationMode.PreviousTasks || task.Task <= megabatch)
            .Select(task => new TaskResult(task.Task, task.Evaluator.Evaluate(learner))),
    ];

    public void Dispose()
    {
        foreach (var images in testSets) images.Dispose();
    }
}

/// <summary>The worst mistakes of an evaluation with their images, as the run folder keeps them for people to look at.</summary>
internal static class MisclassifiedImages
{
    public static WorstImages Of(EvaluationResult result, LabelledImages test, int megabatch) => new(
        megabatch,
        test.Shape.Channels,
        test.Shape.Height,
        test.Shape.Width,
        [.. result.Worst.Select(example => new MisclassifiedImage(
            example.Index, example.Label, example.Choice, example.Probability, example.Loss, test.Pixels(example.Index)))]);
}
