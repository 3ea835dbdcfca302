namespace Alma.Experiments.Checkpoints;

/// <summary>A file is no readable safetensors file; the message names it and what is wrong.</summary>
public sealed class SafetensorsException(string message, Exception? cause = null) : Exception(message, cause);
