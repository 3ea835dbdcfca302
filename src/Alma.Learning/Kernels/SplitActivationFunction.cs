// B: batch, C: neurons that may split, N: candidate new neurons, H, W: height and width.
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary><see cref="SplitActivation"/> as a function of the products on the known and on the new inputs, and of gates that are zero.</summary>
internal sealed class SplitActivationFunction : autograd.MultiTensorFunction<SplitActivationFunction>
{
    public override string Name => nameof(SplitActivationFunction);

    /// <param name="known">(B, 2C + N, H, W), in <see cref="ChannelsLast"/>.</param>
    /// <param name="fresh">(B, C + N, H, W), likewise, or null.</param>
    /// <param name="gates">(C + N) zeros to be differentiated by, or null.</param>
    /// <returns>(B, C, H, W) and (B, N, H, W).</returns>
    public static (Tensor Neurons, Tensor Born) Apply(Tensor known, Tensor? fresh, Tensor? gates, SplitActivation activation)
    {
        GradientInFlight.ThrowFailure();
        var outputs = apply(known, fresh!, gates!, activation);
        return (outputs[0], outputs[1]);
    }

    public override unsafe List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (known, fresh, activation) = ((Tensor)vars[0], vars[1] as Tensor, (SplitActivation)vars[3]);
        ctx.save_for_backward(fresh is null ? [known] : [known, fresh]);
        ctx.save_data(nameof(SplitActivation), activation);
        ctx.save_data("gates", vars[2] is not null);
        var (b, h, w) = (known.shape[0], known.shape[2], known.shape[3]);
        var (neurons, born) = (ChannelsLast.Empty(b, activation.Width, h, w), ChannelsLast.Empty(b, activation.NewCount, h, w));
        activation.Forward(ChannelsLast.Memory(known), MemoryOrNull(fresh), ChannelsLast.Memory(neurons), ChannelsLast.Memory(born), (int)(b * h * w));
        return [neurons, born];
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs) => GradientInFlight.Backward(4, grad_outputs, LaneSeat.Alone, () =>
    {
        using var scope = NewDisposeScope();
        var (saved, activation) = (ctx.get_saved_variables(), (SplitActivation)ctx.get_data(nameof(SplitActivation)));
        var (known, fresh) = (saved[0], saved.ElementAtOrDefault(1));
        var (ofKnown, ofFresh) = (Like(known)!, Like(fresh));
        var ofGates = Backward(activation, known, fresh, ChannelsLast.Of(grad_outputs[0]), ChannelsLast.Of(grad_outputs[1]), ofKnown, ofFresh);
        var gates = (bool)ctx.get_data("gates") ? tensor(Array.ConvertAll(ofGates, sum => (float)sum)) : null;
        return [ofKnown.MoveToOuterDisposeScope(), ofFresh?.MoveToOuterDisposeScope(), gates?.MoveToOuterDisposeScope(), null];
    });

    private static unsafe double[] Backward(
        SplitActivation activation, Tensor known, Tensor? fresh, Tensor ofNeurons, Tensor ofBorn, Tensor ofKnown, Tensor? ofFresh) => activation.Backward(
            ChannelsLast.Memory(known),
            MemoryOrNull(fresh),
            ChannelsLast.Memory(ofNeurons),
            ChannelsLast.Memory(ofBorn),
            ChannelsLast.Memory(ofKnown),
            MemoryOrNull(ofFresh),
            (int)(known.shape[0] * known.shape[2] * known.shape[3]));

    private static unsafe float* MemoryOrNull(Tensor? tensor) => tensor is null ? null : ChannelsLast.Memory(tensor);

    private static Tensor? Like(Tensor? tensor) => tensor is null ? null : ChannelsLast.Empty(tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3]);
}
