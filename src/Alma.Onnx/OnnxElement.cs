using System.Diagnostics.CodeAnalysis;

namespace Alma.Onnx;

/// <summary>What a tensor's elements are, by ONNX's numbers for them.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "They are types, and called as NumPy calls them.")]
public enum OnnxElement
{
    None = 0,
    Float32 = 1,
    UInt8 = 2,
    Int64 = 7,
    Bool = 9,
    Float64 = 11,
}
