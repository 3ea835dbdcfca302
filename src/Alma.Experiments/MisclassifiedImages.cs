using Alma.Learning.Evaluation;
using Alma.Learning.Streams;
using Alma.Runs.Mistakes;

namespace Alma.Experiments;

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
