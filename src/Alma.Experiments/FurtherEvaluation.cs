using Alma.Experiments.Options;
using Alma.Learning.Evaluation;
using Alma.Learning.Learners;
using Alma.Learning.Streams;

namespace Alma.Experiments;

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
