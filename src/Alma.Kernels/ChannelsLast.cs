// B: batch, C: channels, H, W: height and width.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>
/// The layout in which all channels of a pixel lie side by side, (B, H, W, C), under the usual shape (B, C, H, W). LibTorch's
/// convolutions are about twice as fast in it on a CPU, and keep it from input to output and to gradients.
/// </summary>
public static class ChannelsLast
{
    /// <summary>Whether passes over memory know the tensor: float32, on the CPU, of four dimensions, below 2^31 bytes.</summary>
    public static bool Suits(Tensor tensor) =>
        tensor.dim() == 4
        && tensor.dtype == ScalarType.Float32
        && tensor.device_type == DeviceType.CPU
        && tensor.numel() is > 0 and < 1 << 29;

    /// <summary>Whether there are channels enough for passes over memory.</summary>
    public static bool SuitsChannels(int channels) => ChannelBlocks.Suit(channels);

    /// <summary>
    /// Whether images (B, C, H, W) are in this layout for certain; of some with sides or channels of 1 it cannot be told.
    /// </summary>
    internal static bool IsThatOf(Tensor images) =>
        images.stride() is [var b, 1, var h, var w] && (b, h, w) == (images.shape[2] * h, images.shape[3] * w, images.shape[1]);

    /// <summary>Images of the same values in this layout on a CPU; on other devices as they are.</summary>
    /// <param name="images">(B, C, H, W).</param>
    /// <returns>A new tensor, which may share the memory of <paramref name="images"/>.</returns>
    public static Tensor Of(Tensor images)
    {
        if (!Suits(images)) return images.alias();
        using var scope = NewDisposeScope();
        return images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>An uninitialised tensor (B, C, H, W) in this layout, on the CPU.</summary>
    internal static Tensor Empty(long batch, long channels, long height, long width)
    {
        using var pixels = empty(batch, height, width, channels);
        return pixels.permute(0, 3, 1, 2);
    }

    /// <summary>The memory of a tensor in this layout.</summary>
    /// <exception cref="NotImplementedException">It is in another.</exception>
    internal static unsafe float* Memory(Tensor tensor)
    {
        using var pixels = tensor.permute(0, 2, 3, 1);
        return (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(pixels.bytes));
    }
}
