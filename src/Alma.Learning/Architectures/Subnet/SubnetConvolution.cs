// O: output channels, I: input channels, K: side of the kernel.
using Alma.Learning.Layers;
using Alma.Learning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Subnet;

/// <summary>
/// A convolution that uses only the weights of largest score (Ramanujan et al. 2020, "edge-popup"): the scores are learned,
/// the gradient of the mask passing straight through to their magnitudes. Here the weights are learned as well.
/// </summary>
internal sealed class SubnetConvolution : nn.Module<Tensor, Tensor>, ICountedLayer, IInitialisedLayer
{
    internal readonly Parameter weight; // (O, I, K, K)
    internal readonly Parameter bias; // (O)
    internal readonly Parameter scores; // (O, I, K, K)
    private readonly long padding;
    private readonly long thresholdRank;

    /// <param name="pruneRate">The part of the weights that is not used.</param>
    public SubnetConvolution(int inputs, int outputs, (long Height, long Width) kernel, int padding, double pruneRate)
        : base(nameof(SubnetConvolution))
    {
        weight = nn.Parameter(zeros(outputs, inputs, kernel.Height, kernel.Width));
        bias = nn.Parameter(zeros(outputs));
        scores = nn.Parameter(zeros_like(weight));
        this.padding = padding;
        thresholdRank = ThresholdRank(weight.numel(), pruneRate);
        RegisterComponents();
    }

    /// <summary>The magnitude from which a score's weight is used, a scalar: the k-th smallest of all.</summary>
    public static Tensor Threshold(Tensor magnitudes, long rank) => magnitudes.flatten().kthvalue(rank, 0).values;

    /// <summary>k, counted from one: how many weights are below the threshold, and one.</summary>
    public static long ThresholdRank(long weightCount, double pruneRate) => Math.Max(1, (long)(pruneRate * weightCount));

    /// <summary>The weights with those that are not used set to zero, without LibTorch.</summary>
    public static float[] Used(float[] weights, float[] scores, double pruneRate)
    {
        var magnitudes = Array.ConvertAll(scores, MathF.Abs);
        float[] ordered = [.. magnitudes];
        Array.Sort(ordered);
        var threshold = ordered[ThresholdRank(ordered.Length, pruneRate) - 1];
        return [.. weights.Zip(magnitudes, (value, magnitude) => magnitude >= threshold ? value : 0)];
    }

    public long MultiplyAdds(Tensor input, Tensor output) => PyTorchInitialisation.InputsOfOneOutput(weight) * output.numel();

    public void Initialise(Generator generator) => PyTorchInitialisation.DrawAsLinear(generator, weight, bias, scores);

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var magnitudes = scores.abs();
        var frozen = magnitudes.detach();
        var mask = frozen.ge(Threshold(frozen, thresholdRank)).to(frozen.dtype) + (magnitudes - frozen);
        return nn.functional.conv2d(input, weight * mask, bias, padding: [padding, padding]).MoveToOuterDisposeScope();
    }
}
