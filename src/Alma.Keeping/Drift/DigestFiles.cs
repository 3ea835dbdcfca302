using System.Runtime.InteropServices;
using Alma.Files;
using Alma.Runs;

namespace Alma.Keeping.Drift;

/// <summary>The digests of a dump's examples, kept so that a dump that comes later need not read all earlier ones.</summary>
internal static class DigestFiles
{
    public static void Write(RunFolder run, int megabatch, ulong[] digests) => AtomicFile.Write(
        run.DigestsFile(megabatch), stream => stream.Write(MemoryMarshal.AsBytes(digests.AsSpan())), within: run.Path);

    /// <summary>Those of a dump; null where there is no such file, or one of another number.</summary>
    public static ulong[]? Read(RunFolder run, int megabatch, int count)
    {
        var path = run.DigestsFile(megabatch);
        if (FileKinds.Of(path) != FileKind.File) return null;
        var bytes = RegularFile.Bytes(path, Array.MaxLength);
        return bytes.Length == (long)count * sizeof(ulong) ? MemoryMarshal.Cast<byte, ulong>(bytes).ToArray() : null;
    }
}
