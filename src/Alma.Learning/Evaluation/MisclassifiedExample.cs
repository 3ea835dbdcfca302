namespace Alma.Learning.Evaluation;

/// <summary>A test example that a learner took for another class than its own.</summary>
/// <param name="Index">In the test set, zero-based.</param>
/// <param name="Label">Its class.</param>
/// <param name="Choice">The class it was taken for.</param>
/// <param name="Loss">Its cross-entropy, in nats.</param>
public sealed record MisclassifiedExample(int Index, int Label, int Choice, double Loss)
{
    /// <summary>What the learner gave the example's own class, in 0..1.</summary>
    public double Probability => Math.Exp(-Loss);
}
