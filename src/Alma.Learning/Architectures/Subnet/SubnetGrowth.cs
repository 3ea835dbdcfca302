// O: output channels, I: input channels, K: side of the kernel; of the smaller network.
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Subnet;

/// <summary>
/// Grows a <see cref="SubnetVgg"/> by channels (crlapi's <c>SubnetVGG.grow</c>). New weights get scores below the threshold of
/// their layer and the prune rate rises so that as many weights are used as before: those in use stay the same, the function
/// of the network is unchanged until it is trained on.
/// </summary>
public static class SubnetGrowth
{
    /// <summary>A wider network: each convolution but the last gains as many channels as the structure says.</summary>
    /// <param name="generator">Draws the new weights and scores.</param>
    public static Network Widen(Network network, Generator generator)
    {
        var structure = (SubnetVgg)network.Structure;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var smaller = network.NamedState().ToDictionary(entry => entry.Name, entry => entry.Value);
        var grown = new Network(structure.Wider(), network.Device, generator, network.Backend);
        var rates = new Queue<double>(structure.PruneRates);
        foreach (var (name, value) in grown.NamedState())
        {
            if (name.EndsWith(".scores", StringComparison.Ordinal))
                DrawBelowThreshold(value, smaller[name].abs(), rates.Dequeue(), generator);
            else if (name.EndsWith(".bias", StringComparison.Ordinal)) value.zero_();
            Corner(value, smaller[name].shape).copy_(smaller[name]);
        }
        return grown;
    }

    /// <summary>
    /// Lets a network of the same structure use the weights that another uses, whatever their values: it takes over the scores.
    /// </summary>
    public static void CopyScores(Network from, Network to)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (own, others) in to.NamedParameters().Zip(from.NamedParameters()))
            if (own.Name.EndsWith(".scores", StringComparison.Ordinal)) own.Value.copy_(others.Value);
    }

    /// <summary>
    /// Moves the scores of new classes so that the threshold of the classifier stays where it was: those of the smaller magnitudes below
    /// it, the others not.
    /// </summary>
    internal static void UseOfNewClasses(Network from, Network grown)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var (before, after) = (ClassifierScores(from), ClassifierScores(grown)); // (K, I, H, W)
        var magnitudes = before.abs();
        var rank = SubnetConvolution.ThresholdRank(magnitudes.numel(), ((SubnetVgg)from.Structure).PruneRates[^1]);
        var threshold = SubnetConvolution.Threshold(magnitudes, rank).item<float>();
        var fresh = after.narrow(0, before.shape[0], after.shape[0] - before.shape[0]);
        var order = fresh.abs().flatten().argsort().argsort().view(fresh.shape); // 0 for the smallest
        var isUnused = order.lt(SubnetVgg.UnusedOfNew(fresh.numel()));
        var moved = where(isUnused, fresh.abs().clamp_max(MathF.BitDecrement(threshold)), fresh.abs().clamp_min(threshold));
        fresh.copy_(where(fresh.lt(0), -moved, moved));
    }

    private static Tensor ClassifierScores(Network network) =>
        network.NamedParameters().Last(entry => entry.Name.EndsWith(".scores", StringComparison.Ordinal)).Value;

    private static void DrawBelowThreshold(Tensor scores, Tensor magnitudes, double pruneRate, Generator generator)
    {
        var threshold = SubnetConvolution.Threshold(magnitudes, SubnetConvolution.ThresholdRank(magnitudes.numel(), pruneRate))
            .item<float>();
        var least = magnitudes.min().item<float>();
        var drawn = rand(scores.shape, generator: generator).mul_(threshold - least).add_(least);
        scores.copy_(drawn.clamp_max_(MathF.BitDecrement(threshold)));
        // Rounding of the raised rate can let one more weight in: the last one, a new one, is then next in line.
        scores.view(-1)[^1] = MathF.BitDecrement(threshold);
    }

    // The part of a grown tensor that a tensor of the smaller network fills: (:O, :I, :K, :K), or less of it for a bias.
    private static Tensor Corner(Tensor grown, long[] shape)
    {
        var corner = grown;
        for (var axis = 0; axis < shape.Length; axis++) corner = corner.narrow(axis, 0, shape[axis]);
        return corner;
    }
}
