using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Alma.Kernels;

/// <summary>The values of a tensor as memory of this process, for passes that are written by hand.</summary>
public static class CpuMemory
{
    /// <summary>All values of a contiguous tensor on the CPU; valid for as long as the tensor.</summary>
    /// <typeparam name="T">The element type of the tensor.</typeparam>
    /// <exception cref="ArgumentException">The tensor is of another size of element, or not contiguous.</exception>
    public static Span<T> Memory<T>(this Tensor tensor) where T : unmanaged
    {
        if (tensor.element_size() != Marshal.SizeOf<T>() || !tensor.is_contiguous())
            throw new ArgumentException(
                $"a contiguous tensor of {typeof(T).Name} is needed, not of {tensor.dtype} with strides "
                + $"[{string.Join(", ", tensor.stride())}]");
        return tensor.numel() == 0 ? [] : MemoryMarshal.Cast<byte, T>(tensor.bytes);
    }
}

/// <summary>The rows of a contiguous float32 tensor on the CPU, along its last axis.</summary>
public readonly unsafe struct MemoryRows
{
    private readonly float* start;
    private readonly int length;

    public MemoryRows(Tensor tensor)
    {
        start = (float*)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(tensor.Memory<float>()));
        length = (int)tensor.shape[^1];
        Count = (int)(tensor.numel() / length);
    }

    public int Count { get; }

    public Span<float> this[int row] => new(start + ((long)row * length), length);
}
