using System.Collections.Immutable;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>A copy of a network's parameters and buffers as they were after its best epoch.</summary>
public sealed class BestWeights : IDisposable
{
    private readonly ImmutableArray<(Tensor Current, Tensor Kept)> state;

    /// <summary>Keeps the network's state as it is now.</summary>
    public BestWeights(Network network)
    {
        state = [.. network.Buffers.Prepend(network.Parameters.Values)
            .Select(current => (current, current.clone().DetachFromDisposeScope()))];
    }

    /// <summary>Keeps the state as it is now instead.</summary>
    public void Keep()
    {
        foreach (var (current, kept) in state) kept.copy_(current);
    }

    /// <summary>Puts the kept state back.</summary>
    public void Restore()
    {
        foreach (var (current, kept) in state) current.copy_(kept);
    }

    /// <summary>The kept state, under names that begin with a prefix.</summary>
    internal IEnumerable<(string Name, Tensor Value)> Named(string prefix) => state.Select((entry, k) => ($"{prefix}.{k}", entry.Kept));

    public void Dispose()
    {
        foreach (var (_, kept) in state) kept.Dispose();
    }
}
