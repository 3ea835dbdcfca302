using System.IO.Compression;

namespace Alma.Data;

/// <summary>Reads a file whether it is gzipped or not; its first bytes decide, not its name.</summary>
internal static class GzipContent
{
    /// <summary>The uncompressed content of <paramref name="stored"/>, which must be seekable and is closed with it.</summary>
    public static Stream Open(Stream stored)
    {
        var isGzip = stored.ReadByte() == 0x1F && stored.ReadByte() == 0x8B;
        stored.Position = 0;
        return isGzip ? new GZipStream(stored, CompressionMode.Decompress) : stored;
    }
}
