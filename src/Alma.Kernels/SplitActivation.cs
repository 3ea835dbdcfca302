// B: batch, C: neurons that may split, N: candidate new neurons, H, W: height and width, L: pixels of all images.
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>
/// What Firefly makes of a layer's products: every neuron as the mean of two that differ by plus and minus a part of their
/// direction, after batch norm (a scale and a shift) and ReLU; and new neurons after ReLU.
/// </summary>
/// <param name="Scale">(C).</param>
/// <param name="Shift">(C).</param>
/// <param name="NewCount">N.</param>
/// <param name="Alpha">The part of directions and of new neurons' own products that counts.</param>
public sealed unsafe record SplitActivation(float[] Scale, float[] Shift, int NewCount, float Alpha)
{
    /// <summary>C.</summary>
    public int Width => Scale.Length;

    /// <summary>2C + N: products on the known inputs: the neurons' own, their directions', the new neurons'.</summary>
    public int KnownCount => (2 * Width) + NewCount;

    /// <summary>C + N: products on new inputs: the neurons' and the new neurons'.</summary>
    public int FreshCount => Width + NewCount;

    /// <summary>Whether it can take layers of so many neurons, and as many candidates for new ones.</summary>
    public static bool Suits(Tensor products, int width, int newCount) =>
        ChannelsLast.Suits(products) && ChannelBlocks.Suit(Math.Min(width, newCount));

    /// <summary>As a function of the products on the known and on the new inputs, and of gates that are zero.</summary>
    /// <param name="known">(B, 2C + N, H, W).</param>
    /// <param name="fresh">(B, C + N, H, W), or null.</param>
    /// <param name="gates">(C + N) zeros to be differentiated by, or null.</param>
    /// <returns>(B, C, H, W) and (B, N, H, W).</returns>
    /// <exception cref="ArgumentException">The shapes are others, or there are too few channels for a vector.</exception>
    public (Tensor Neurons, Tensor Born) Apply(Tensor known, Tensor? fresh, Tensor? gates)
    {
        RefuseMisfit(known, fresh, gates);
        return SplitActivationFunction.Of(known, fresh, gates, this);
    }

    /// <param name="known">(L, 2C + N).</param>
    /// <param name="fresh">(L, C + N), or null where there are no new inputs.</param>
    /// <param name="neurons">Written: (L, C).</param>
    /// <param name="born">Written: (L, N).</param>
    internal void Forward(float* known, float* fresh, float* neurons, float* born, int pixels) => ForEachBlock(pixels, (_, first, count) =>
    {
        for (var c = 0; c < Width; c = ChannelBlocks.After(c, Width)) ForwardNeurons(known, fresh, neurons, first, count, c);
        for (var n = 0; n < NewCount; n = ChannelBlocks.After(n, NewCount)) ForwardBorn(known, fresh, born, first, count, n);
    });

    /// <param name="neurons">The gradient of (L, C).</param>
    /// <param name="born">The gradient of (L, N).</param>
    /// <param name="ofKnown">Written: the gradient of <paramref name="known"/>.</param>
    /// <param name="ofFresh">Written: that of <paramref name="fresh"/>, or null.</param>
    /// <returns>(C + N): the gradient by how much of each direction and new neuron counts beside alpha.</returns>
    internal double[] Backward(float* known, float* fresh, float* neurons, float* born, float* ofKnown, float* ofFresh, int pixels)
    {
        var sums = new ChannelSums(FreshCount, RangeCount(pixels));
        ForEachBlock(pixels, (range, first, count) =>
        {
            var ofBlock = new float[FreshCount];
            for (var c = 0; c < Width; c = ChannelBlocks.After(c, Width))
                BackwardNeurons(known, fresh, neurons, ofKnown, ofFresh, first, count, c, ofBlock);
            for (var n = 0; n < NewCount; n = ChannelBlocks.After(n, NewCount))
                BackwardBorn(known, fresh, born, ofKnown, ofFresh, first, count, n, ofBlock);
            sums.Add(range, ofBlock);
        });
        return sums.Total();
    }

    private void RefuseMisfit(Tensor known, Tensor? fresh, Tensor? gates)
    {
        var fits = known.shape is [var b, var all, var h, var w] && all == KnownCount
            && (fresh is null
                || (fresh.shape is [var b2, var added, var h2, var w2] && (b2, added, h2, w2) == (b, FreshCount, h, w)))
            && (gates is null || gates.shape is [var count] && count == FreshCount)
            && ChannelBlocks.Suit(Math.Min(Width, NewCount));
        if (fits) return;
        var shapes = new[] { known, fresh, gates }.Select(tensor => tensor is null ? "none" : $"({string.Join(", ", tensor.shape)})");
        throw new ArgumentException(
            $"{Width} neurons and {NewCount} new ones do not fit products and gates {string.Join(", ", shapes)}");
    }

    private int RangeCount(int pixels) => ParallelRanges.Count(pixels, KnownCount);

    private void ForEachBlock(int pixels, Action<int, int, int> work)
    {
        var (ranges, atOnce) = (RangeCount(pixels), ChannelBlocks.PixelsAtOnce(KnownCount));
        ParallelRanges.Run(ranges, range =>
        {
            var end = ParallelRanges.Start(range + 1, ranges, pixels);
            for (var first = ParallelRanges.Start(range, ranges, pixels); first < end; first += atOnce)
                work(range, first, Math.Min(atOnce, end - first));
        });
    }

    private void ForwardNeurons(float* known, float* fresh, float* neurons, int first, int count, int channel)
    {
        var (scale, shift, alpha, half) = (Vector512.LoadUnsafe(ref Scale[channel]), Vector512.LoadUnsafe(ref Shift[channel]),
            Vector512.Create(Alpha), Vector512.Create(0.5f));
        long width = Width, knownStep = KnownCount, freshStep = fresh == null ? 0 : FreshCount;
        float* from = known + (first * knownStep) + channel, plus = fresh + (first * freshStep) + channel, to =
            neurons + (first * width) + channel;
        for (var i = 0; i < count; i++, from += knownStep, plus += freshStep, to += width)
        {
            var own = Vector512.Load(from);
            if (freshStep > 0) own += Vector512.Load(plus);
            var split = alpha * Vector512.Load(from + width);
            var sum =
                Relu(Vector512.FusedMultiplyAdd(own + split, scale, shift)) + Relu(Vector512.FusedMultiplyAdd(own - split, scale, shift));
            (half * sum).Store(to);
        }
    }

    private void ForwardBorn(float* known, float* fresh, float* born, int first, int count, int neuron)
    {
        var alpha = Vector512.Create(Alpha);
        long knownStep = KnownCount, freshStep = fresh == null ? 0 : FreshCount, step = NewCount;
        float* from = known + (first * knownStep) + (2 * Width) + neuron, plus = fresh + (first * freshStep) + Width + neuron, to =
            born + (first * step) + neuron;
        for (var i = 0; i < count; i++, from += knownStep, plus += freshStep, to += step)
        {
            var value = alpha * Vector512.Load(from);
            if (freshStep > 0) value += Vector512.Load(plus);
            Relu(value).Store(to);
        }
    }

    private void BackwardNeurons(
        float* known, float* fresh, float* gradient, float* ofKnown, float* ofFresh, int first, int count, int channel, float[] ofGates)
    {
        var (scale, shift, alpha) = (
            Vector512.LoadUnsafe(ref Scale[channel]), Vector512.LoadUnsafe(ref Shift[channel]), Vector512.Create(Alpha));
        var (half, ofGate) = (scale * 0.5f, Vector512<float>.Zero);
        long width = Width, knownStep = KnownCount, freshStep = fresh == null ? 0 : FreshCount;
        float* from = known + (first * knownStep) + channel, plus = fresh + (first * freshStep) + channel, back =
            gradient + (first * width) + channel;
        float* to = ofKnown + (first * knownStep) + channel, toFresh = ofFresh + (first * freshStep) + channel;
        for (var i = 0; i < count; i++, from += knownStep, plus += freshStep, back += width, to += knownStep, toFresh += freshStep)
        {
            var (own, direction) = (Vector512.Load(from), Vector512.Load(from + width));
            if (freshStep > 0) own += Vector512.Load(plus);
            var (split, passed) = (alpha * direction, half * Vector512.Load(back));
            var upper = Passed(Vector512.FusedMultiplyAdd(own + split, scale, shift), passed);
            var lower = Passed(Vector512.FusedMultiplyAdd(own - split, scale, shift), passed);
            (upper + lower).Store(to);
            if (freshStep > 0) (upper + lower).Store(toFresh);
            (alpha * (upper - lower)).Store(to + width);
            ofGate = Vector512.FusedMultiplyAdd(upper - lower, direction, ofGate);
        }
        ofGate.StoreUnsafe(ref ofGates[channel]);
    }

    private void BackwardBorn(
        float* known, float* fresh, float* gradient, float* ofKnown, float* ofFresh, int first, int count, int neuron, float[] ofGates)
    {
        var (alpha, ofGate) = (Vector512.Create(Alpha), Vector512<float>.Zero);
        long knownStep = KnownCount, freshStep = fresh == null ? 0 : FreshCount, step = NewCount;
        float* from = known + (first * knownStep) + (2 * Width) + neuron, plus = fresh + (first * freshStep) + Width + neuron, back =
            gradient + (first * step) + neuron;
        float* to = ofKnown + (first * knownStep) + (2 * Width) + neuron, toFresh = ofFresh + (first * freshStep) + Width + neuron;
        for (var i = 0; i < count; i++, from += knownStep, plus += freshStep, back += step, to += knownStep, toFresh += freshStep)
        {
            var own = Vector512.Load(from);
            var value = alpha * own;
            if (freshStep > 0) value += Vector512.Load(plus);
            var passed = Passed(value, Vector512.Load(back));
            (alpha * passed).Store(to);
            if (freshStep > 0) passed.Store(toFresh);
            ofGate = Vector512.FusedMultiplyAdd(passed, own, ofGate);
        }
        ofGate.StoreUnsafe(ref ofGates[Width + neuron]);
    }

    // Not the larger of the two: what is not a number has to stay so.
    private static Vector512<float> Relu(Vector512<float> value) =>
        Vector512.ConditionalSelect(Vector512.LessThan(value, Vector512<float>.Zero), Vector512<float>.Zero, value);

    private static Vector512<float> Passed(Vector512<float> value, Vector512<float> gradient) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(value, Vector512<float>.Zero), gradient, Vector512<float>.Zero);
}

internal sealed class SplitActivationFunction : MemoryFunction<SplitActivationFunction>
{
    public static (Tensor Neurons, Tensor Born) Of(Tensor known, Tensor? fresh, Tensor? gates, SplitActivation activation)
    {
        var outputs = Run(Worker.Alone, known, fresh, gates, activation);
        return (outputs[0], outputs[1]);
    }

    protected override unsafe List<Tensor> Compute(autograd.AutogradContext context, object?[] inputs)
    {
        var (known, fresh, activation) = ((Tensor)inputs[0]!, inputs[1] as Tensor, (SplitActivation)inputs[3]!);
        context.save_for_backward(fresh is null ? [known] : [known, fresh]);
        context.save_data(nameof(SplitActivation), activation);
        var (b, h, w) = (known.shape[0], known.shape[2], known.shape[3]);
        var (neurons, born) = (ChannelsLast.Empty(b, activation.Width, h, w), ChannelsLast.Empty(b, activation.NewCount, h, w));
        activation.Forward(
            ChannelsLast.Memory(known), MemoryOrNull(fresh), ChannelsLast.Memory(neurons), ChannelsLast.Memory(born), (int)(b * h * w));
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

    private static unsafe float* MemoryOrNull(Tensor? tensor) => tensor is null ? null : ChannelsLast.Memory(tensor);

    private static Tensor? Like(Tensor? tensor) =>
        tensor is null ? null : ChannelsLast.Empty(tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3]);
}
