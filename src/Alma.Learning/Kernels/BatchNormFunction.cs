// B: batch, C: channels, H, W: height and width.
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary>
/// Batch norm in training (Ioffe and Szegedy 2015), its activation and, where wanted, 2x2 pooling, as one function. Of the input
/// alone it keeps a reference for backward; the rest is computed again.
/// </summary>
internal sealed class BatchNormFunction : MemoryFunction<BatchNormFunction>
{
    /// <param name="input">(B, C, H, W), in <see cref="ChannelsLast"/>, as its statistics were taken from its memory.</param>
    /// <param name="weight">(C), or null: only for the gradient, its values are in <paramref name="normalisation"/>.</param>
    /// <param name="bias">(C), or null.</param>
    /// <returns>(B, C, H, W), or with pooling (B, C, H/2, W/2).</returns>
    /// <exception cref="ArgumentException">The channels are not those of the normalisation, or height or width is odd where it pools.</exception>
    public static Tensor Apply(Tensor input, Tensor? weight, Tensor? bias, BatchNormalisation normalisation) =>
        is_grad_enabled() ? Run(normalisation.Seat, input, weight, bias, normalisation)[0] : normalisation.Forward(input);

    protected override List<Tensor> Compute(autograd.AutogradContext context, object?[] inputs)
    {
        var (input, normalisation) = ((Tensor)inputs[0]!, (BatchNormalisation)inputs[3]!);
        context.save_for_backward([input]);
        context.save_data(nameof(BatchNormalisation), normalisation);
        return [normalisation.Forward(input)];
    }

    protected override Tensor?[] Differentiate(autograd.AutogradContext context, Tensor[] gradients)
    {
        var (input, normalisation) = (context.get_saved_variables()[0], (BatchNormalisation)context.get_data(nameof(BatchNormalisation)));
        var (ofInput, ofWeight, ofBias) = normalisation.Backward(input, gradients[0]);
        return [ofInput, tensor(ofWeight), tensor(ofBias), null];
    }
}
