using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alma.Kernels;

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
