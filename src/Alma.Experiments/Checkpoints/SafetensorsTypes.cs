using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>The element types of the safetensors files that Alma writes, by their names there.</summary>
internal static class SafetensorsTypes
{
    private static readonly Dictionary<string, ScalarType> byName = new()
    {
        ["F32"] = ScalarType.Float32,
        ["F64"] = ScalarType.Float64,
        ["I64"] = ScalarType.Int64,
        ["U8"] = ScalarType.Byte,
    };

    public static string NameOf(ScalarType type) => byName.First(entry => entry.Value == type).Key;

    public static ScalarType? Find(string name) => byName.TryGetValue(name, out var type) ? type : null;
}
