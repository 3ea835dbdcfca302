// N: images held, B: batch, C: channels, A: pixels of one channel.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Alma.Kernels;

/// <summary>Gathers images by index and normalises them on the way, in one pass.</summary>
public static class PixelGather
{
    /// <param name="pixels">(N, C, A).</param>
    /// <param name="indices">(B), each in [0, N).</param>
    /// <param name="scale">(C).</param>
    /// <param name="shift">(C).</param>
    /// <param name="gathered">(B, C, A): of each pixel its value times the scale plus the shift of its channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no image of an index.</exception>
    public static void Run(
        ReadOnlySpan<byte> pixels, ReadOnlySpan<long> indices, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> gathered)
    {
        if (indices.IsEmpty) return;
        var imageSize = gathered.Length / indices.Length;
        var area = imageSize / scale.Length;
        var count = pixels.Length / imageSize;
        for (var b = 0; b < indices.Length; b++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(indices[b]);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(indices[b], count);
            var image = pixels.Slice((int)(indices[b] * imageSize), imageSize);
            var normalised = gathered.Slice(b * imageSize, imageSize);
            for (var c = 0; c < scale.Length; c++)
                Normalise(image.Slice(c * area, area), normalised.Slice(c * area, area), scale[c], shift[c]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalise(ReadOnlySpan<byte> pixels, Span<float> normalised, float scale, float shift)
    {
        ref var from = ref MemoryMarshal.GetReference(pixels);
        ref var to = ref MemoryMarshal.GetReference(normalised);
        var (scales, shifts) = (Vector256.Create(scale), Vector256.Create(shift));
        var i = 0;
        for (; i <= pixels.Length - 32; i += 32)
        {
            var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref from, (nuint)i));
            Store(Vector256.Widen(low), (nuint)i, ref to);
            Store(Vector256.Widen(high), (nuint)i + 16, ref to);
        }
        for (; i < pixels.Length; i++) normalised[i] = MathF.FusedMultiplyAdd(pixels[i], scale, shift);

        void Store((Vector256<uint> Lower, Vector256<uint> Upper) values, nuint at, ref float target)
        {
            Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(values.Lower.AsInt32()), scales, shifts).StoreUnsafe(ref target, at);
            Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(values.Upper.AsInt32()), scales, shifts).StoreUnsafe(ref target, at + 8);
        }
    }
}
