// B: batch, C: channels, H, W: height and width.
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>
/// Batch norm of images (Ioffe and Szegedy 2015), its activation and, where wanted, 2x2 max pooling, as one function. Of the input
/// alone it keeps a reference for backward; the rest is computed again.
/// </summary>
public static class BatchNormalisation
{
    /// <summary>Whether it can normalise such images: they are of 32-bit floats on the CPU, and there are channels enough.</summary>
    public static bool Suits(Tensor input) => ChannelsLast.Suits(input) && ChannelBlocks.Suit(input.shape[1]);

    /// <param name="input">(B, C, H, W), in <see cref="ChannelsLast"/>, as its statistics were taken from its memory.</param>
    /// <param name="weight">(C), contiguous, or null for ones.</param>
    /// <param name="bias">(C), contiguous, or null for zeros.</param>
    /// <param name="statistics">Of the whole batch, of which the input may be a worker's part.</param>
    /// <param name="worker">The worker that computes it.</param>
    /// <returns>(B, C, H, W), or with pooling (B, C, H/2, W/2).</returns>
    /// <exception cref="ArgumentException">
    /// The channels are not those of the statistics, or height or width is odd where it pools.
    /// </exception>
    public static Tensor Apply(
        Tensor input, Tensor? weight, Tensor? bias, ChannelStatistics statistics, double epsilon, bool isActivated, bool isPooled,
        Worker worker)
    {
        var batch = NormalisedBatch.Of(statistics, epsilon, Floats(weight), Floats(bias), isActivated, isPooled, worker);
        return is_grad_enabled() ? BatchNormFunction.Of(input, weight, bias, batch) : batch.Forward(input);

        static ReadOnlySpan<float> Floats(Tensor? values) => values is null ? [] : values.Memory<float>();
    }
}

/// <summary>One batch's normalisation: statistics of its C channels and what is done with them, for forward and backward passes.</summary>
/// <param name="Mean">(C).</param>
/// <param name="InverseDeviation">(C).</param>
/// <param name="Count">Values of a channel that these are of; those of one worker are a part of them.</param>
/// <param name="IsPooled">Whether the activation, a ReLU, is followed by 2x2 max pooling; height and width are then even.</param>
/// <param name="Worker">The worker that computes it.</param>
internal sealed record NormalisedBatch(
    ChannelAffine Affine, double[] Mean, double[] InverseDeviation, long Count, bool IsPooled, Worker Worker)
{
    /// <param name="weight">(C), or empty for ones.</param>
    /// <param name="bias">(C), or empty for zeros.</param>
    public static NormalisedBatch Of(
        ChannelStatistics statistics, double epsilon, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, bool isActivated, bool isPooled,
        Worker worker)
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
        return new NormalisedBatch(
            new ChannelAffine(scale, shift, isActivated ? 0 : float.NegativeInfinity), mean, inverse, statistics.Count, isPooled, worker);
    }

    /// <param name="input">(B, C, H, W), in <see cref="ChannelsLast"/>.</param>
    /// <returns>(B, C, H, W), or pooled (B, C, H/2, W/2).</returns>
    /// <exception cref="ArgumentException">C is another, or H or W is odd though it pools.</exception>
    public unsafe Tensor Forward(Tensor input)
    {
        var (b, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        if (c != Affine.Channels || (IsPooled && (h % 2, w % 2) != (0, 0)))
            throw new ArgumentException(
                $"{Affine.Channels} channels{(IsPooled ? " of even sides" : "")} are normalised, not ({b}, {c}, {h}, {w})", nameof(input));
        var output = IsPooled ? ChannelsLast.Empty(b, c, h / 2, w / 2) : ChannelsLast.Empty(b, c, h, w);
        float* from = ChannelsLast.Memory(input), to = ChannelsLast.Memory(output);
        if (IsPooled) PooledActivationPass.Run(Affine, from, to, (int)(b * h / 2), (int)(w / 2));
        else ActivationPass.Run(Affine, from, to, (int)(b * h * w));
        return output;
    }

    /// <param name="input">That of <see cref="Forward"/>, whose statistics these are.</param>
    /// <param name="gradient">Of its output, in <see cref="ChannelsLast"/>.</param>
    /// <returns>The gradients of the input (B, C, H, W), the weight (C) and the bias (C); of these two the worker's part.</returns>
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
        return (output, [.. products.Zip(InverseDeviation, (product, inverse) => (float)(product * inverse))],
            Array.ConvertAll(gradients, sum => (float)sum));

        InputGradient Coefficients()
        {
            var parts = Worker.AllGather(new ChannelGradients(gradients, products));
            return InputGradient.Of(Affine, ChannelGradients.Sum(parts), Mean, InverseDeviation, Count);
        }
    }
}

internal sealed class BatchNormFunction : MemoryFunction<BatchNormFunction>
{
    // Weight and bias only for their gradients: their values are in the batch's.
    public static Tensor Of(Tensor input, Tensor? weight, Tensor? bias, NormalisedBatch batch) =>
        Run(batch.Worker, input, weight, bias, batch)[0];

    protected override List<Tensor> Compute(autograd.AutogradContext context, object?[] inputs)
    {
        var (input, batch) = ((Tensor)inputs[0]!, (NormalisedBatch)inputs[3]!);
        context.save_for_backward([input]);
        context.save_data(nameof(NormalisedBatch), batch);
        return [batch.Forward(input)];
    }

    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor[] gradients)
    {
        var (input, batch) = (context.get_saved_variables()[0], (NormalisedBatch)context.get_data(nameof(NormalisedBatch)));
        var (ofInput, ofWeight, ofBias) = batch.Backward(input, gradients[0]);
        return [ofInput, tensor(ofWeight), tensor(ofBias), null];
    }
}

/// <summary>
/// How the gradient of batch norm's input follows from that of its output and from its input: outputs * gradient + inputs * input
/// + constant (Ioffe and Szegedy 2015, section 3), each per channel.
/// </summary>
internal sealed record InputGradient(float[] Outputs, float[] Inputs, float[] Constant)
{
    /// <param name="inverseDeviation">Of each channel.</param>
    /// <param name="count">Values that mean and deviation are of.</param>
    public static InputGradient Of(ChannelAffine affine, ChannelGradients sums, double[] mean, double[] inverseDeviation, long count)
    {
        var (inputs, constant) = (new float[affine.Channels], new float[affine.Channels]);
        for (var c = 0; c < inputs.Length; c++)
        {
            var perInput = -affine.Scale[c] * inverseDeviation[c] * inverseDeviation[c] * sums.Products[c] / count;
            inputs[c] = (float)perInput;
            constant[c] = (float)((-affine.Scale[c] * sums.Gradients[c] / count) - (perInput * mean[c]));
        }
        return new InputGradient(affine.Scale, inputs, constant);
    }

    /// <summary>Of the vector whose coefficients these are.</summary>
    public static Vector512<float> At(
        Vector512<float> gradient, Vector512<float> input, Vector512<float> outputs, Vector512<float> inputs, Vector512<float> constant) =>
            Vector512.FusedMultiplyAdd(outputs, gradient, Vector512.FusedMultiplyAdd(inputs, input, constant));

    public (Vector512<float> Outputs, Vector512<float> Inputs, Vector512<float> Constant) At(int channel) =>
        (Vector512.LoadUnsafe(ref Outputs[channel]), Vector512.LoadUnsafe(ref Inputs[channel]),
            Vector512.LoadUnsafe(ref Constant[channel]));
}

/// <summary>What the gradient of batch norm depends on, of the values of a worker or of the whole batch.</summary>
/// <param name="Gradients">(C), the sums of the output's gradient.</param>
/// <param name="Products">(C), the sums of that times the input's distance from the mean.</param>
internal sealed record ChannelGradients(double[] Gradients, double[] Products)
{
    /// <summary>Of all parts, in their order.</summary>
    public static ChannelGradients Sum(IReadOnlyList<ChannelGradients> parts) => parts.Count == 1
        ? parts[0]
        : parts.Aggregate((sum, part) => new ChannelGradients(Sum(sum.Gradients, part.Gradients), Sum(sum.Products, part.Products)));

    private static double[] Sum(double[] left, double[] right) => [.. left.Zip(right, (one, other) => one + other)];
}
