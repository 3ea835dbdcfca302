using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>A safetensors file, read whole: its metadata and its tensors on the CPU.</summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly Dictionary<string, Tensor> tensors;

    private SafetensorsFile(SafetensorsContent content)
    {
        Metadata = content.Metadata;
        tensors = content.Tensors.ToDictionary(entry => entry.Key, entry => TensorOf(entry.Value));
    }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    public IEnumerable<string> Names => tensors.Keys;

    public Tensor this[string name] => tensors[name];

    /// <exception cref="SafetensorsException">The file is missing, truncated or no safetensors file.</exception>
    public static SafetensorsFile Read(string path) => new(SafetensorsContent.Read(path));

    /// <exception cref="SafetensorsException">The content, of a file of this name, is truncated or no safetensors.</exception>
    internal static SafetensorsFile Parse(byte[] content, string name) => new(SafetensorsContent.Parse(content, name));

    public void Dispose()
    {
        foreach (var value in tensors.Values) value.Dispose();
    }

    private static Tensor TensorOf(StoredTensor stored)
    {
        using var scope = NewDisposeScope();
        var tensor = empty([.. stored.Shape], SafetensorsTypes.Find(stored.TypeName)!.Value);
        stored.Bytes.Span.CopyTo(tensor.bytes);
        return tensor.DetachFromDisposeScope();
    }
}
