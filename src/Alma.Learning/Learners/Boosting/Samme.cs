// M: members, N: examples.
namespace Alma.Learning.Learners.Boosting;

/// <summary>What SAMME makes of members' errors: what each member counts, and what each example counts for the next.</summary>
/// <param name="Alphas">(M).</param>
/// <param name="ExampleWeights">(N), their sum 1.</param>
public sealed record SammeWeights(double[] Alphas, double[] ExampleWeights);

/// <summary>
/// SAMME, AdaBoost for several classes (Zhu, Zou, Rosset and Hastie 2009, algorithm 2): member m of weighted error e gets
/// alpha = ln((1 - e) / e) + ln(K - 1), and the examples it gets wrong count exp(alpha) times as much for the next.
/// </summary>
public static class Samme
{
    /// <param name="wrong">Per member, which of the N examples it gets wrong, in the order of training.</param>
    /// <param name="classCount">K: the classes that have come.</param>
    public static SammeWeights Weigh(IReadOnlyList<bool[]> wrong, int exampleCount, int classCount)
    {
        var weights = Enumerable.Repeat(1.0 / exampleCount, exampleCount).ToArray();
        var alphas = wrong.Select(errors =>
        {
            var alpha = Alpha(errors, weights, classCount);
            for (var i = 0; i < weights.Length; i++) if (errors[i]) weights[i] *= Math.Exp(alpha);
            Normalise(weights);
            return alpha;
        }).ToArray();
        return new SammeWeights(alphas, weights);
    }

    // An error of 0 or 1 would give an infinite weight: it is taken as half an example's. A single class is taken as two.
    private static double Alpha(bool[] errors, double[] weights, int classCount)
    {
        var error = errors.Zip(weights, (isWrong, weight) => isWrong ? weight : 0).Sum();
        var half = 0.5 / errors.Length;
        var bounded = Math.Clamp(error, half, 1 - half);
        return Math.Log((1 - bounded) / bounded) + Math.Log(Math.Max(1, classCount - 1));
    }

    private static void Normalise(double[] weights)
    {
        var sum = weights.Sum();
        for (var i = 0; i < weights.Length; i++) weights[i] /= sum;
    }
}
