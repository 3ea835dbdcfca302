namespace Alma.Data.Pickles;

/// <summary>
/// The names that a pickle of a NumPy array refers to. Each is a value here and nothing is ever looked up or called by name.
/// </summary>
internal enum PickledGlobal
{
    /// <summary>Makes an empty array.</summary>
    Reconstruct,
    NdArray,
    DType,

    /// <summary>What Python 3 writes in protocol 2 for bytes: a text and the encoding that gives them.</summary>
    Encode,
}

internal static class PickledGlobals
{
    private static readonly Dictionary<string, PickledGlobal> byName = new()
    {
        ["numpy.core.multiarray _reconstruct"] = PickledGlobal.Reconstruct,
        ["numpy._core.multiarray _reconstruct"] = PickledGlobal.Reconstruct,
        ["numpy ndarray"] = PickledGlobal.NdArray,
        ["numpy dtype"] = PickledGlobal.DType,
        ["_codecs encode"] = PickledGlobal.Encode,
    };

    /// <exception cref="InvalidDataException">The name is none of these.</exception>
    public static PickledGlobal Find(string module, string name) =>
        byName.TryGetValue($"{module} {name}", out var global)
            ? global
            : throw new InvalidDataException(
                $"the pickle refers to {module}.{name}, which no pickled array needs; it is refused and nothing of it was run");
}
