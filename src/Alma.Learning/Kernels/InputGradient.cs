using System.Runtime.Intrinsics;

namespace Alma.Learning.Kernels;

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
    public static Vector512<float> At(Vector512<float> gradient, Vector512<float> input, Vector512<float> outputs, Vector512<float> inputs, Vector512<float> constant) =>
        Vector512.FusedMultiplyAdd(outputs, gradient, Vector512.FusedMultiplyAdd(inputs, input, constant));

    public (Vector512<float> Outputs, Vector512<float> Inputs, Vector512<float> Constant) At(int channel) =>
        (Vector512.LoadUnsafe(ref Outputs[channel]), Vector512.LoadUnsafe(ref Inputs[channel]), Vector512.LoadUnsafe(ref Constant[channel]));
}
