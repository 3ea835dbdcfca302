namespace Alma.Learning.Training;

/// <summary>Multiply-adds by what they were spent on (docs/metrics.md).</summary>
/// <param name="TrainForward">Forward passes of training steps.</param>
/// <param name="TrainBackward">Their backward passes, two products for each of the forward pass.</param>
/// <param name="Validate">Choosing the best epoch.</param>
/// <param name="Select">Choosing what to grow.</param>
/// <param name="Evaluate">Scoring the test set.</param>
public sealed record ComputeCost(long TrainForward = 0, long TrainBackward = 0, long Validate = 0, long Select = 0, long Evaluate = 0)
{
    public long Total => TrainForward + TrainBackward + Validate + Select + Evaluate;

    public static ComputeCost operator +(ComputeCost left, ComputeCost right) => left.Add(right);

    public ComputeCost Add(ComputeCost other) => new(
        TrainForward + other.TrainForward,
        TrainBackward + other.TrainBackward,
        Validate + other.Validate,
        Select + other.Select,
        Evaluate + other.Evaluate);

    /// <summary>Of training on a number of examples with a network of so many multiply-adds per example.</summary>
    public static ComputeCost OfTraining(long exampleCount, long multiplyAddsPerExample) =>
        new(TrainForward: exampleCount * multiplyAddsPerExample, TrainBackward: 2 * exampleCount * multiplyAddsPerExample);
}
