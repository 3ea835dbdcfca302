// B: batch, C: neurons that may split, N: candidate new neurons, H, W: height and width.
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary><see cref="SplitActivation"/> as a function of the products on the known and on the new inputs, and of gates that are zero.</summary>
internal sealed class SplitActivationFunction : MemoryFunction<SplitActivationFunction>
{
    /// <param name="known">(B, 2C + N, H, W).</param>
    /// <param name="fresh">(B, C + N, H, W), or null.</param>
    /// <param name="gates">(C + N) zeros to be differentiated by, or null.</param>
    /// <returns>(B, C, H, W) and (B, N, H, W).</returns>
    /// <exception cref="ArgumentException">The shapes are others, or there are too few channels for a vector.</exception>
    public static (Tensor Neurons, Tensor Born) Apply(Tensor known, Tensor? fresh, Tensor? gates, SplitActivation activation)
    {
        RefuseMisfit(known, fresh, gates, activation);
        var outputs = Run(LaneSeat.Alone, known, fresh, gates, activation);
        return (outputs[0], outputs[1]);
    }

    protected override unsafe List<Tensor> Compute(autograd.AutogradContext context, object?[] inputs)
    {
        var (known, fresh, activation) = ((Tensor)inputs[0]!, inputs[1] as Tensor, (SplitActivation)inputs[3]!);
        context.save_for_backward(fresh is null ? [known] : [known, fresh]);
        context.save_data(nameof(SplitActivation), activation);
        var (b, h, w) = (known.shape[0], known.shape[2], known.shape[3]);
        var (neurons, born) = (ChannelsLast.Empty(b, activation.Width, h, w), ChannelsLast.Empty(b, activation.NewCount, h, w));
        activation.Forward(ChannelsLast.Memory(known), MemoryOrNull(fresh), ChannelsLast.Memory(neurons), ChannelsLast.Memory(born), (int)(b * h * w));
        return [neurons, born];
    }

    protected override unsafe Tensor?[] Differentiate(autograd.AutogradContext context, Tensor[] gradients)
    {
        var (saved, activation) = (context.get_saved_variables(), (SplitActivation)context.get_data(nameof(SplitActivation)));
        var (known, fresh) = (saved[0], saved.ElementAtOrDefault(1));
        var (ofKnown, ofFresh) = (Like(known)!, Like(fresh));
        var ofGates = activation.Backward(
            ChannelsLast.Memory(known),
            MemoryOrNull(fresh),
            ChannelsLast.Memory(gradients[0]),
            ChannelsLast.Memory(gradients[1]),
            ChannelsLast.Memory(ofKnown),
            MemoryOrNull(ofFresh),
            (int)(known.shape[0] * known.shape[2] * known.shape[3]));
        return [ofKnown, ofFresh, tensor(Array.ConvertAll(ofGates, sum => (float)sum)), null];
    }

    private static void RefuseMisfit(Tensor known, Tensor? fresh, Tensor? gates, SplitActivation activation)
    {
        var fits = known.shape is [var b, var all, var h, var w] && all == activation.KnownCount
            && (fresh is null || (fresh.shape is [var b2, var added, var h2, var w2] && (b2, added, h2, w2) == (b, activation.FreshCount, h, w)))
            && (gates is null || gates.shape is [var count] && count == activation.FreshCount)
            && ChannelBlocks.Suit(Math.Min(activation.Width, activation.NewCount));
        if (fits) return;
        var shapes = new[] { known, fresh, gates }.Select(tensor => tensor is null ? "none" : $"({string.Join(", ", tensor.shape)})");
        throw new ArgumentException($"{activation.Width} neurons and {activation.NewCount} new ones do not fit products and gates {string.Join(", ", shapes)}");
    }

    private static unsafe float* MemoryOrNull(Tensor? tensor) => tensor is null ? null : ChannelsLast.Memory(tensor);

    private static Tensor? Like(Tensor? tensor) => tensor is null ? null : ChannelsLast.Empty(tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3]);
}
