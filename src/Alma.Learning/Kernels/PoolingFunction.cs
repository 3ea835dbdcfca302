// B: batch, C: channels, H, W: height and width, both even.
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary>2x2 max pooling in <see cref="ChannelsLast"/>; the first of the largest gets the gradient, as in PyTorch.</summary>
internal sealed class PoolingFunction : autograd.SingleTensorFunction<PoolingFunction>
{
    public override string Name => nameof(PoolingFunction);

    /// <param name="input">(B, C, H, W), in <see cref="ChannelsLast"/>.</param>
    /// <returns>(B, C, H/2, W/2).</returns>
    public static Tensor Apply(Tensor input)
    {
        GradientInFlight.ThrowFailure();
        return apply(input);
    }

    public override unsafe Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var input = (Tensor)vars[0];
        ctx.save_for_backward([input]);
        var (b, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var output = ChannelsLast.Empty(b, c, h / 2, w / 2);
        PooledActivationPass.Run(Identity(c), ChannelsLast.Memory(input), ChannelsLast.Memory(output), (int)(b * h / 2), (int)(w / 2));
        return output;
    }

    public override unsafe List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => GradientInFlight.Backward(1, [grad_output], LaneSeat.Alone, () =>
    {
        using var input = ctx.get_saved_variables()[0];
        using var gradient = ChannelsLast.Of(grad_output);
        var (b, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var output = ChannelsLast.Empty(b, c, h, w);
        var pass = new PooledActivationGradientPass(Identity(c), ChannelsLast.Memory(input), ChannelsLast.Memory(gradient), (int)(b * h / 2), (int)(w / 2));
        pass.Write(new InputGradient(Filled(c, 1), Filled(c, 0), Filled(c, 0)), ChannelsLast.Memory(output));
        return [output];
    });

    private static ChannelAffine Identity(long channels) => new(Filled(channels, 1), Filled(channels, 0), float.NegativeInfinity);

    private static float[] Filled(long channels, float value) => [.. Enumerable.Repeat(value, (int)channels)];
}
