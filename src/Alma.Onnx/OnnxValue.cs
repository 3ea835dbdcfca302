namespace Alma.Onnx;

/// <summary>A tensor in a graph: what a node gives, an input or a constant.</summary>
/// <param name="Name">Of its own in the graph.</param>
public readonly record struct OnnxValue(string Name);
