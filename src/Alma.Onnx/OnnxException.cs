namespace Alma.Onnx;

/// <summary>What was asked for cannot be an ONNX file; the message says why.</summary>
public sealed class OnnxException(string message) : Exception(message);
