// B: batch, L: leaf experts of a mixture layer.
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// Sums, per mixture layer, the weight that each leaf expert got over the examples a network saw. The sums stay on the
/// device until they are read.
/// </summary>
public sealed class ExpertUsage : IDisposable
{
    private readonly List<Tensor> sums = []; // per mixture layer (L), float64
    private long exampleCount;

    /// <summary>Adds the weights of one batch, (L, B), to those of a mixture layer.</summary>
    public void Add(int mixtureIndex, Tensor leafWeights)
    {
        using var scope = NewDisposeScope();
        var ofBatch = leafWeights.sum(1, type: ScalarType.Float64);
        if (mixtureIndex == 0) exampleCount += leafWeights.shape[1];
        if (mixtureIndex == sums.Count) sums.Add(ofBatch.DetachFromDisposeScope());
        else sums[mixtureIndex].add_(ofBatch);
    }

    /// <summary>The mean weight of each leaf expert, depth first, per mixture layer; each layer's sum to one.</summary>
    public double[][] Means()
    {
        return [.. sums.Select(Mean)];

        double[] Mean(Tensor sum)
        {
            using var onCpu = sum.cpu();
            return Array.ConvertAll(onCpu.data<double>().ToArray(), value => value / exampleCount);
        }
    }

    public void Dispose() => sums.ForEach(sum => sum.Dispose());
}
