// L: pixels of all images, C: neurons that may split, N: candidate new neurons.
using System.Runtime.Intrinsics;

namespace Alma.Learning.Kernels;

/// <summary>
/// What Firefly makes of a layer's products: every neuron as the mean of two that differ by plus and minus a part of their
/// direction, after batch norm (a scale and a shift) and ReLU; and new neurons after ReLU.
/// </summary>
/// <param name="Scale">(C).</param>
/// <param name="Shift">(C).</param>
/// <param name="NewCount">N.</param>
/// <param name="Alpha">The part of directions and of new neurons' own products that counts.</param>
internal sealed unsafe record SplitActivation(float[] Scale, float[] Shift, int NewCount, float Alpha)
{
    /// <summary>C.</summary>
    public int Width => Scale.Length;

    /// <summary>2C + N: products on the known inputs: the neurons' own, their directions', the new neurons'.</summary>
    public int KnownCount => (2 * Width) + NewCount;

    /// <summary>C + N: products on new inputs: the neurons' and the new neurons'.</summary>
    public int FreshCount => Width + NewCount;

    /// <param name="known">(L, 2C + N).</param>
    /// <param name="fresh">(L, C + N), or null where there are no new inputs.</param>
    /// <param name="neurons">Written: (L, C).</param>
    /// <param name="born">Written: (L, N).</param>
    public void Forward(float* known, float* fresh, float* neurons, float* born, int pixels) => ForEachBlock(pixels, (_, first, count) =>
    {
        for (var c = 0; c < Width; c = ChannelBlocks.After(c, Width)) ForwardNeurons(known, fresh, neurons, first, count, c);
        for (var n = 0; n < NewCount; n = ChannelBlocks.After(n, NewCount)) ForwardBorn(known, fresh, born, first, count, n);
    });

    /// <param name="neurons">The gradient of (L, C).</param>
    /// <param name="born">The gradient of (L, N).</param>
    /// <param name="ofKnown">Written: the gradient of <paramref name="known"/>.</param>
    /// <param name="ofFresh">Written: that of <paramref name="fresh"/>, or null.</param>
    /// <returns>(C + N): the gradient by how much of each direction and new neuron counts beside alpha.</returns>
    public double[] Backward(float* known, float* fresh, float* neurons, float* born, float* ofKnown, float* ofFresh, int pixels)
    {
        var sums = new ChannelSums(FreshCount, RangeCount(pixels));
        ForEachBlock(pixels, (range, first, count) =>
        {
            var ofBlock = new float[FreshCount];
            for (var c = 0; c < Width; c = ChannelBlocks.After(c, Width)) BackwardNeurons(known, fresh, neurons, ofKnown, ofFresh, first, count, c, ofBlock);
            for (var n = 0; n < NewCount; n = ChannelBlocks.After(n, NewCount)) BackwardBorn(known, fresh, born, ofKnown, ofFresh, first, count, n, ofBlock);
            sums.Add(range, ofBlock);
        });
        return sums.Total();
    }

    private int RangeCount(int pixels) => ParallelRanges.Count(pixels, KnownCount);

    private void ForEachBlock(int pixels, Action<int, int, int> work)
    {
        var (ranges, atOnce) = (RangeCount(pixels), ChannelBlocks.PixelsAtOnce(KnownCount));
        ParallelRanges.Run(ranges, range =>
        {
            var end = ParallelRanges.Start(range + 1, ranges, pixels);
            for (var first = ParallelRanges.Start(range, ranges, pixels); first < end; first += atOnce) work(range, first, Math.Min(atOnce, end - first));
        });
    }

    private void ForwardNeurons(float* known, float* fresh, float* neurons, int first, int count, int channel)
    {
        var (scale, shift, alpha, half) = (Vector512.LoadUnsafe(ref Scale[channel]), Vector512.LoadUnsafe(ref Shift[channel]), Vector512.Create(Alpha), Vector512.Create(0.5f));
        for (long pixel = first; pixel < first + count; pixel++)
        {
            var own = Vector512.Load(known + (pixel * KnownCount) + channel);
            if (fresh != null) own += Vector512.Load(fresh + (pixel * FreshCount) + channel);
            var split = alpha * Vector512.Load(known + (pixel * KnownCount) + Width + channel);
            var sum = Relu(Vector512.FusedMultiplyAdd(own + split, scale, shift)) + Relu(Vector512.FusedMultiplyAdd(own - split, scale, shift));
            (half * sum).Store(neurons + (pixel * Width) + channel);
        }
    }

    private void ForwardBorn(float* known, float* fresh, float* born, int first, int count, int neuron)
    {
        var alpha = Vector512.Create(Alpha);
        for (long pixel = first; pixel < first + count; pixel++)
        {
            var value = alpha * Vector512.Load(known + (pixel * KnownCount) + (2 * Width) + neuron);
            if (fresh != null) value += Vector512.Load(fresh + (pixel * FreshCount) + Width + neuron);
            Relu(value).Store(born + (pixel * NewCount) + neuron);
        }
    }

    private void BackwardNeurons(float* known, float* fresh, float* gradient, float* ofKnown, float* ofFresh, int first, int count, int channel, float[] ofGates)
    {
        var (scale, shift, alpha) = (Vector512.LoadUnsafe(ref Scale[channel]), Vector512.LoadUnsafe(ref Shift[channel]), Vector512.Create(Alpha));
        var (half, ofGate) = (scale * 0.5f, Vector512<float>.Zero);
        for (long pixel = first; pixel < first + count; pixel++)
        {
            var (own, direction) = (Vector512.Load(known + (pixel * KnownCount) + channel), Vector512.Load(known + (pixel * KnownCount) + Width + channel));
            if (fresh != null) own += Vector512.Load(fresh + (pixel * FreshCount) + channel);
            var (split, passed) = (alpha * direction, half * Vector512.Load(gradient + (pixel * Width) + channel));
            var plus = Passed(Vector512.FusedMultiplyAdd(own + split, scale, shift), passed);
            var minus = Passed(Vector512.FusedMultiplyAdd(own - split, scale, shift), passed);
            (plus + minus).Store(ofKnown + (pixel * KnownCount) + channel);
            if (ofFresh != null) (plus + minus).Store(ofFresh + (pixel * FreshCount) + channel);
            (alpha * (plus - minus)).Store(ofKnown + (pixel * KnownCount) + Width + channel);
            ofGate = Vector512.FusedMultiplyAdd(plus - minus, direction, ofGate);
        }
        ofGate.StoreUnsafe(ref ofGates[channel]);
    }

    private void BackwardBorn(float* known, float* fresh, float* gradient, float* ofKnown, float* ofFresh, int first, int count, int neuron, float[] ofGates)
    {
        var (alpha, ofGate) = (Vector512.Create(Alpha), Vector512<float>.Zero);
        for (long pixel = first; pixel < first + count; pixel++)
        {
            var own = Vector512.Load(known + (pixel * KnownCount) + (2 * Width) + neuron);
            var value = alpha * own;
            if (fresh != null) value += Vector512.Load(fresh + (pixel * FreshCount) + Width + neuron);
            var passed = Passed(value, Vector512.Load(gradient + (pixel * NewCount) + neuron));
            (alpha * passed).Store(ofKnown + (pixel * KnownCount) + (2 * Width) + neuron);
            if (ofFresh != null) passed.Store(ofFresh + (pixel * FreshCount) + Width + neuron);
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
