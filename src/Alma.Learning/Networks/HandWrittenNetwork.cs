// N: networks, P: parameter values of a network.
using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>The function of a structure said in a way that is computed by hand, forward and backward, in place of its modules.</summary>
internal abstract record HandWrittenNetwork
{
    /// <summary>Whether threads share whole training steps of such networks on the CPU, each a part of the batch.</summary>
    public abstract bool IsSharedByStep { get; }

    /// <summary>The names of all parameters, in the order in which they have to lie one after the other.</summary>
    public abstract IEnumerable<string> ParameterOrder();

    /// <param name="backend">Of the networks' device.</param>
    /// <param name="values">(N, P), the networks' parameters in that order.</param>
    /// <param name="gradients">(N, P), where the backward pass writes; null for a pass that only predicts.</param>
    /// <param name="noise">Of each network, for what draws in training.</param>
    public abstract NetworkPass CreatePass(
        ComputeBackend backend, Tensor values, Tensor? gradients, IReadOnlyList<NoiseSource> noise);
}
