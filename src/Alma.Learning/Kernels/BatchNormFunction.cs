// B: batch, C: channels, H, W: height and width.
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary>
/// Batch norm in training (Ioffe and Szegedy 2015), its activation and, where wanted, 2x2 pooling, as one function of an input in
/// <see cref="ChannelsLast"/>. Of the input alone it keeps a reference for backward; the rest is computed again.
/// </summary>
internal sealed class BatchNormFunction : autograd.SingleTensorFunction<BatchNormFunction>
{
    public override string Name => nameof(BatchNormFunction);

    /// <param name="input">(B, C, H, W), in <see cref="ChannelsLast"/>.</param>
    /// <param name="weight">(C), or null: only for the gradient, its values are in <paramref name="normalisation"/>.</param>
    /// <param name="bias">(C), or null.</param>
    /// <returns>(B, C, H, W), or with pooling (B, C, H/2, W/2).</returns>
    public static Tensor Apply(Tensor input, Tensor? weight, Tensor? bias, BatchNormalisation normalisation)
    {
        GradientInFlight.ThrowFailure();
        return is_grad_enabled() ? apply(input, weight!, bias!, normalisation) : normalisation.Forward(input);
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, normalisation) = ((Tensor)vars[0], (BatchNormalisation)vars[3]);
        ctx.save_for_backward([input]);
        ctx.save_data(nameof(BatchNormalisation), normalisation);
        ctx.save_data(nameof(Tensor.requires_grad), vars[1] is not null);
        return normalisation.Forward(input);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var normalisation = (BatchNormalisation)ctx.get_data(nameof(BatchNormalisation));
        return GradientInFlight.Backward(4, [grad_output], normalisation.Seat, () =>
        {
            using var input = ctx.get_saved_variables()[0];
            using var gradient = ChannelsLast.Of(grad_output);
            var (ofInput, ofWeight, ofBias) = normalisation.Backward(input, gradient);
            return (bool)ctx.get_data(nameof(Tensor.requires_grad)) ? [ofInput, tensor(ofWeight), tensor(ofBias), null] : [ofInput, null, null, null];
        });
    }
}
