using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Alma.Learning.Kernels;

/// <summary>The rows of a contiguous float32 tensor on the CPU, along its last axis.</summary>
internal readonly unsafe struct MemoryRows
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
