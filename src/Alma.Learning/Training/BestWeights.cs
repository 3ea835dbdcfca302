using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>A copy of a network's parameters as they were after its best epoch.</summary>
public sealed class BestWeights : IDisposable
{
    private readonly FlatParameters parameters;
    private readonly Tensor kept;

    /// <summary>Keeps the parameters as they are now.</summary>
    public BestWeights(FlatParameters parameters)
    {
        this.parameters = parameters;
        kept = parameters.Values.clone().DetachFromDisposeScope();
    }

    /// <summary>Keeps the parameters as they are now instead.</summary>
    public void Keep() => kept.copy_(parameters.Values);

    /// <summary>Puts the kept parameters back.</summary>
    public void Restore() => parameters.Values.copy_(kept);

    public void Dispose() => kept.Dispose();
}
