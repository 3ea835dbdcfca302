namespace Alma.Learning.Architectures.Moe;

/// <summary>
/// How a hard gate chooses one expert in training, and what gradient its choice gets. In evaluation it always takes the
/// expert of the largest logit.
/// </summary>
public enum HardGateEstimator
{
    /// <summary>An expert drawn from the softmax of the logits; the gradient is that of the softmax (Bengio et al. 2013).</summary>
    Categorical,

    /// <summary>
    /// As <see cref="Categorical"/>, but the gradient is that of the perturbed softmax (Gumbel-softmax; Jang et al. 2017).
    /// </summary>
    Gumbel,

    /// <summary>The expert of the largest logit, as in evaluation; the gradient is that of the softmax.</summary>
    StraightThrough,
}
