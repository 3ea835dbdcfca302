namespace Alma.Serving.Models;

/// <summary>What a model says of N examples, row after row.</summary>
/// <param name="Count">N.</param>
/// <param name="ClassCount">K.</param>
/// <param name="Logits">(N, K): what the learner combines to.</param>
/// <param name="Probabilities">(N, K): what it predicts with.</param>
/// <param name="Labels">(N): the index of the class.</param>
public sealed record Predictions(int Count, int ClassCount, float[] Logits, float[] Probabilities, long[] Labels)
{
    /// <summary>Room for N examples.</summary>
    internal static Predictions Empty(int count, int classCount) =>
        new(count, classCount, new float[count * classCount], new float[count * classCount], new long[count]);

    /// <summary>Copies as many of them as there is room for.</summary>
    /// <param name="from">The first one.</param>
    internal void CopyTo(Predictions other, int from)
    {
        Logits.AsSpan(from * ClassCount, other.Logits.Length).CopyTo(other.Logits);
        Probabilities.AsSpan(from * ClassCount, other.Probabilities.Length).CopyTo(other.Probabilities);
        Labels.AsSpan(from, other.Count).CopyTo(other.Labels);
    }

    /// <summary>The probabilities of one example, K.</summary>
    public ReadOnlySpan<float> ProbabilitiesOf(int example) => Probabilities.AsSpan(example * ClassCount, ClassCount);
}
