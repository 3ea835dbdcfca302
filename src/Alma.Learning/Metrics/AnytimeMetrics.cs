using Alma.Learning.Training;

namespace Alma.Learning.Metrics;

/// <summary>
/// How good and how costly a learner has been up to a megabatch: what makes learners comparable at any time of the stream (the
/// paper, section 3).
/// </summary>
/// <param name="MegabatchCount">Megabatches seen.</param>
/// <param name="Error">After the last of them, on the test set, in [0, 1].</param>
/// <param name="CumulativeError">The sum of the errors after each of them.</param>
/// <param name="CumulativeCost">Multiply-adds spent so far, on everything.</param>
public sealed record AnytimeMetrics(int MegabatchCount, double Error, double CumulativeError, ComputeCost CumulativeCost)
{
    /// <summary>Before the first megabatch.</summary>
    public static AnytimeMetrics Start { get; } = new(0, 0, 0, new ComputeCost());

    /// <summary>Cumulative error per megabatch seen.</summary>
    public double AverageError => MegabatchCount == 0 ? 0 : CumulativeError / MegabatchCount;

    /// <summary>The metrics after one more megabatch.</summary>
    /// <param name="accuracy">On the test set, in [0, 1].</param>
    /// <param name="cost">Of updating on the megabatch and evaluating after it.</param>
    public AnytimeMetrics Observe(double accuracy, ComputeCost cost) =>
        new(MegabatchCount + 1, 1 - accuracy, CumulativeError + (1 - accuracy), CumulativeCost + cost);
}
