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
