using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Alma.Data.Idx;

/// <summary>
/// An IDX file of unsigned bytes, MNIST's format: 00 00 08 rank, each dimension as a big-endian uint32, the values row by row.
/// Rank 1 holds labels, rank 3 images. Reading allocates in proportion to what the file holds, not to what its header claims.
/// </summary>
public sealed class IdxFile
{
    private IdxFile(ImmutableArray<int> dimensions, byte[] values) => (Dimensions, Values) = (dimensions, values);

    public ImmutableArray<int> Dimensions { get; }

    public byte[] Values { get; }

    /// <summary>
    /// Reads plain or gzipped content from a seekable stream, which it closes; the name is for error messages.
    /// </summary>
    /// <exception cref="DatasetException">The content is not one whole IDX file of bytes.</exception>
    public static IdxFile Parse(Stream stored, string name)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var storedLength = stored.Length;
        using var content = GzipContent.Open(stored);
        try
        {
            var (dimensions, values) = new IdxReader(content, storedLength, name).Read();
            return new IdxFile(dimensions, values);
        }
        catch (InvalidDataException e)
        {
            throw DatasetException.Wrong(name, "a damaged gzip stream", "gzipped IDX", e);
        }
    }

    /// <summary>Lower-case SHA-256 of the uncompressed file, header included.</summary>
    public string ComputeSha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Header(Dimensions));
        hash.AppendData(Values);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static byte[] Header(ImmutableArray<int> dimensions)
    {
        var header = new byte[4 + 4 * dimensions.Length];
        (header[2], header[3]) = (IdxReader.UnsignedByte, (byte)dimensions.Length);
        for (var d = 0; d < dimensions.Length; d++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + 4 * d), dimensions[d]);
        return header;
    }
}
