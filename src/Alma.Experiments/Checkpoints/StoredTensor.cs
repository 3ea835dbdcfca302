using System.Runtime.InteropServices;
using Alma.Learning.Networks;

namespace Alma.Experiments.Checkpoints;

/// <summary>One tensor of a safetensors file, as its bytes.</summary>
/// <param name="TypeName">Of its elements, as the file has it: <c>F32</c>, <c>I64</c>, ...</param>
/// <param name="Shape">None negative; their product times the size of an element is the number of bytes.</param>
public sealed record StoredTensor(string TypeName, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The values of a tensor of <c>F32</c>; null for one of another type.</summary>
    public WeightArray? Weights() =>
        TypeName == SafetensorsTypes.Float32 ? new WeightArray(Shape, MemoryMarshal.Cast<byte, float>(Bytes.Span).ToArray()) : null;
}
