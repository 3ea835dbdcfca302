// B: batch, C: channels, H, W: height and width, both even.
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>2x2 max pooling; the first of the largest gets the gradient, as in PyTorch.</summary>
public static class Pooling
{
    /// <summary>Whether it can pool such images: height and width are even, and there are channels enough.</summary>
    public static bool Suits(Tensor input) =>
        ChannelsLast.Suits(input) && ChannelBlocks.Suit(input.shape[1]) && input.shape[2] % 2 == 0 && input.shape[3] % 2 == 0;

    /// <param name="input">(B, C, H, W).</param>
    /// <returns>(B, C, H/2, W/2).</returns>
    /// <exception cref="ArgumentException">It does not suit.</exception>
    public static Tensor Apply(Tensor input) => Suits(input)
        ? PoolingFunction.Of(input)
        : throw new ArgumentException(
            $"pooling takes images of even sides and {ChannelBlocks.Width} channels or more, not ({string.Join(", ", input.shape)})",
            nameof(input));
}

internal sealed class PoolingFunction : MemoryFunction<PoolingFunction>
{
    public static Tensor Of(Tensor input) => Run(Worker.Alone, input)[0];

    protected override unsafe List<Tensor> Compute(autograd.AutogradContext context, object?[] inputs)
    {
        var input = (Tensor)inputs[0]!;
        context.save_for_backward([input]);
        var (b, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var output = ChannelsLast.Empty(b, c, h / 2, w / 2);
        PooledActivationPass.Run(Identity(c), ChannelsLast.Memory(input), ChannelsLast.Memory(output), (int)(b * h / 2), (int)(w / 2));
        return [output];
    }

    protected override unsafe Tensor?[] Differentiate(autograd.AutogradContext context, Tensor[] gradients)
    {
        var input = context.get_saved_variables()[0];
        var (b, c, h, w) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        var output = ChannelsLast.Empty(b, c, h, w);
        var pass = new PooledActivationGradientPass(
            Identity(c), ChannelsLast.Memory(input), ChannelsLast.Memory(gradients[0]), (int)(b * h / 2), (int)(w / 2));
        pass.Write(new InputGradient(Filled(c, 1), Filled(c, 0), Filled(c, 0)), ChannelsLast.Memory(output));
        return [output];
    }

    private static ChannelAffine Identity(long channels) => new(Filled(channels, 1), Filled(channels, 0), float.NegativeInfinity);

    private static float[] Filled(long channels, float value) => [.. Enumerable.Repeat(value, (int)channels)];
}
