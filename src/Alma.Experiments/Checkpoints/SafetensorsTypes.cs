using static TorchSharp.torch;

namespace Alma.Experiments.Checkpoints;

/// <summary>The element types of the safetensors files that Alma writes, by their names there.</summary>
internal static class SafetensorsTypes
{
    public const string Float32 = "F32";

    private static readonly Dictionary<string, (ScalarType Type, int Bytes)> byName = new()
    {
        [Float32] = (ScalarType.Float32, sizeof(float)),
        ["F64"] = (ScalarType.Float64, sizeof(double)),
        ["I64"] = (ScalarType.Int64, sizeof(long)),
        ["U8"] = (ScalarType.Byte, sizeof(byte)),
    };

    public static string NameOf(ScalarType type) => byName.First(entry => entry.Value.Type == type).Key;

    public static ScalarType? Find(string name) => byName.TryGetValue(name, out var found) ? found.Type : null;

    /// <summary>Bytes of an element.</summary>
    public static int? FindSize(string name) => byName.TryGetValue(name, out var found) ? found.Bytes : null;
}
