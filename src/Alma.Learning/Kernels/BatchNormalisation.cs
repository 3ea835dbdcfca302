// B: batch, C: channels, H, W: height and width.
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary>One batch's normalisation: statistics of its C channels and what is done with them, for forward and backward passes.</summary>
/// <param name="Mean">(C).</param>
/// <param name="InverseDeviation">(C).</param>
/// <param name="Count">Values of a channel that these are of; those of one lane are a part of them.</param>
/// <param name="IsPooled">Whether the activation, a ReLU, is followed by 2x2 max pooling; height and width are then even.</param>
/// <param name="Seat">Of the lane that computes it.</param>
internal sealed record BatchNormalisation(ChannelAffine Affine, double[] Mean, double[] InverseDeviation, long Count, bool IsPooled, LaneSeat Seat)
{
    /// <param name="weight">(C), or empty for ones.</param>
    /// <param name="bias">(C), or empty for zeros.</param>
    public static BatchNormalisation Of(
        ChannelStatistics statistics, double epsilon, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, bool isActivated, bool isPooled, LaneSeat seat)
    {
        var mean = statistics.Mean;
        var inverse = Array.ConvertAll(statistics.Variance(), value => 1 / Math.Sqrt(value + epsilon));
        var (scale, shift) = (new float[mean.Length], new float[mean.Length]);
        for (var c = 0; c < mean.Length; c++)
        {
            var perInput = (weight.IsEmpty ? 1 : weight[c]) * inverse[c];
            scale[c] = (float)perInput;
            shift[c] = (float)((bias.IsEmpty ? 0 : bias[c]) - (mean[c] * perInput));
        }
        return new BatchNormalisation(new ChannelAffine(scale, shift, isActivated ? 0 : float.NegativeInfinity), mean, inverse, statistics.Count, isPooled, seat);
    }

    /// <param name="input">(B, C, H, W), in <see cref="ChannelsLast"/>.</param>
    /// <returns>(B, C, H, W), or pooled (B, C, H/2, W/2).</returns>
    /// <exception cref="ArgumentException">C is another, or H or W is odd though it pools.</exception>
    public unsafe Tensor Forward(Tensor input)
    {
        var (b, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        if (c != Affine.Channels || (IsPooled && (h % 2, w % 2) != (0, 0)))
            throw new ArgumentException($"{Affine.Channels} channels{(IsPooled ? " of even sides" : "")} are normalised, not ({b}, {c}, {h}, {w})", nameof(input));
        var output = IsPooled ? ChannelsLast.Empty(b, c, h / 2, w / 2) : ChannelsLast.Empty(b, c, h, w);
        float* from = ChannelsLast.Memory(input), to = ChannelsLast.Memory(output);
        if (IsPooled) PooledActivationPass.Run(Affine, from, to, (int)(b * h / 2), (int)(w / 2));
        else ActivationPass.Run(Affine, from, to, (int)(b * h * w));
        return output;
    }

    /// <param name="input">That of <see cref="Forward"/>, whose statistics these are.</param>
    /// <param name="gradient">Of its output, in <see cref="ChannelsLast"/>.</param>
    /// <returns>The gradients of the input (B, C, H, W), the weight (C) and the bias (C); of these two the lane's part.</returns>
    public unsafe (Tensor Input, float[] Weight, float[] Bias) Backward(Tensor input, Tensor gradient)
    {
        var (b, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var output = ChannelsLast.Empty(b, c, h, w);
        float* from = ChannelsLast.Memory(input), back = ChannelsLast.Memory(gradient), to = ChannelsLast.Memory(output);
        var center = Array.ConvertAll(Mean, mean => (float)mean);
        double[] gradients, products;
        if (IsPooled)
        {
            var pass = new PooledActivationGradientPass(Affine, from, back, (int)(b * h / 2), (int)(w / 2));
            (gradients, products) = pass.Sums(center);
            pass.Write(Coefficients(), to);
        }
        else
        {
            var pass = new ActivationGradientPass(Affine, from, back, (int)(b * h * w));
            (gradients, products) = pass.Sums(center);
            pass.Write(Coefficients(), to);
        }
        return (output, [.. products.Zip(InverseDeviation, (product, inverse) => (float)(product * inverse))], Array.ConvertAll(gradients, sum => (float)sum));

        InputGradient Coefficients()
        {
            var parts = Seat.Share(new ChannelGradients(gradients, products));
            return InputGradient.Of(Affine, ChannelGradients.Sum(parts), Mean, InverseDeviation, Count);
        }
    }
}
