// P: parameter values. Every tensor here is float32 of P values on the CPU, contiguous.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>Runs an <see cref="IElementwiseStep"/> over all parameters, reading and writing each value and state once.</summary>
public static class ElementwisePass
{
    private const int Width = 8; // of a vector
    private const int WorthSharing = 1 << 20; // parameters; below, one thread is through before another has begun

    /// <param name="start">Of the parameters to step.</param>
    /// <param name="end">Of the parameters to step: the first not to be.</param>
    /// <param name="states">As many as the step keeps.</param>
    public static void Run<TStep>(TStep step, int start, int end, Tensor values, Tensor gradients, params ReadOnlySpan<Tensor> states)
        where TStep : struct, IElementwiseStep
    {
        var count = end - start;
        var memory = new Places(Start(values), Start(gradients), StateAt(states, 0), StateAt(states, 1), StateAt(states, 2));
        var parts = count < WorthSharing ? 1 : get_num_threads();
        if (parts == 1) RunPart(step, memory, start, end);
        else Parallel.For(0, parts, part => RunPart(step, memory, PartStart(part), PartStart(part + 1)));

        int PartStart(int part) => start + (int)((long)count * part / parts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunPart<TStep>(TStep step, Places memory, int start, int end) where TStep : struct, IElementwiseStep
    {
        var i = start;
        for (; i <= end - Width; i += Width) RunVector(step, memory.At(i));
        if (i < end) RunRest(step, memory.At(i), end - i);
    }

    private static unsafe void RunRest<TStep>(TStep step, Places rest, int count) where TStep : struct, IElementwiseStep
    {
        var padded = stackalloc float[5 * Width];
        new Span<float>(padded, 5 * Width).Clear();
        var copy = new Places(
            (nint)padded, (nint)(padded + Width), (nint)(padded + (2 * Width)), (nint)(padded + (3 * Width)), (nint)(padded + (4 * Width)));
        rest.CopyTo(copy, count, TStep.StateCount);
        RunVector(step, copy);
        copy.CopyTo(rest, count, TStep.StateCount);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void RunVector<TStep>(TStep step, Places at) where TStep : struct, IElementwiseStep
    {
        var first = TStep.StateCount > 0 ? Vector256.Load((float*)at.First) : default;
        var second = TStep.StateCount > 1 ? Vector256.Load((float*)at.Second) : default;
        var third = TStep.StateCount > 2 ? Vector256.Load((float*)at.Third) : default;
        var next = step.Next(Vector256.Load((float*)at.Values), Vector256.Load((float*)at.Gradients), ref first, ref second, ref third);
        next.Store((float*)at.Values);
        if (TStep.StateCount > 0) WithoutDust(first).Store((float*)at.First);
        if (TStep.StateCount > 1) WithoutDust(second).Store((float*)at.Second);
        if (TStep.StateCount > 2) WithoutDust(third).Store((float*)at.Third);
    }

    // The running average of a gradient that stays zero decays to numbers so small that a processor takes a
    // hundred times as long over them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> WithoutDust(Vector256<float> state) =>
        Vector256.AndNot(state, Vector256.LessThan(Vector256.Abs(state), Vector256.Create(1e-30f)));

    private static unsafe nint Start(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.Memory<float>()));

    private static nint StateAt(ReadOnlySpan<Tensor> states, int index) => index < states.Length ? Start(states[index]) : 0;

    // Where the values, the gradients and the states begin. Native memory of tensors: it does not move.
    private readonly record struct Places(nint Values, nint Gradients, nint First, nint Second, nint Third)
    {
        public Places At(int index)
        {
            nint bytes = index * sizeof(float);
            return new(Values + bytes, Gradients + bytes, First + bytes, Second + bytes, Third + bytes);
        }

        public unsafe void CopyTo(Places other, int count, int stateCount)
        {
            ReadOnlySpan<(nint From, nint To)> all =
                [(Values, other.Values), (Gradients, other.Gradients), (First, other.First), (Second, other.Second), (Third, other.Third)];
            foreach (var (from, to) in all[..(2 + stateCount)])
                new Span<float>((void*)from, count).CopyTo(new Span<float>((void*)to, count));
        }
    }
}

/// <summary>One step of an optimizer for some parameters: each lane is a parameter, and depends on no other.</summary>
public interface IElementwiseStep
{
    /// <summary>How many of the three states the step keeps; the others are neither read nor written.</summary>
    static abstract int StateCount { get; }

    /// <summary>The values after the step; the states are replaced by the next ones.</summary>
    Vector256<float> Next(
        Vector256<float> value, Vector256<float> gradient, ref Vector256<float> first, ref Vector256<float> second,
        ref Vector256<float> third);
}

/// <summary>The backward pass of ReLU.</summary>
public static class Rectifier
{
    /// <param name="gradient">By what ReLU gave; becomes the gradient by what it was given.</param>
    /// <param name="rectified">What ReLU gave, as many values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(Span<float> gradient, ReadOnlySpan<float> rectified)
    {
        var lanes = Vector256<float>.Count;
        ref var to = ref MemoryMarshal.GetReference(gradient);
        ref var by = ref MemoryMarshal.GetReference(rectified);
        var i = 0;
        for (; i <= gradient.Length - lanes; i += lanes)
        {
            var passes = Vector256.GreaterThan(Vector256.LoadUnsafe(ref by, (nuint)i), Vector256<float>.Zero);
            (passes & Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
        for (; i < gradient.Length; i++) if (!(rectified[i] > 0)) gradient[i] = 0;
    }
}
