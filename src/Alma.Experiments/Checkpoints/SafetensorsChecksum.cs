using System.Security.Cryptography;
using System.Text;

namespace Alma.Experiments.Checkpoints;

/// <summary>
/// The SHA-256 of a safetensors file, which stands in its own header: it is computed with zeros in its place. Readers that
/// know nothing of it see one more entry of the metadata.
/// </summary>
internal static class SafetensorsChecksum
{
    /// <summary>The entry of the metadata.</summary>
    public const string Key = "alma.sha256";

    /// <summary>What stands there until the checksum is known.</summary>
    public static string Blank { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Begins the checksum of a header with the blank in it; the values come next.</summary>
    public static IncrementalHash Of(ReadOnlySpan<byte> header)
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        return hash;
    }

    /// <summary>Puts the checksum in place of the blank.</summary>
    public static void Fill(Span<byte> header, IncrementalHash ofAll) =>
        Replace(header, Blank, Convert.ToHexStringLower(ofAll.GetHashAndReset()));

    /// <exception cref="FormatException">The content is not what the checksum was computed of.</exception>
    public static void Check(ReadOnlySpan<byte> header, ReadOnlySpan<byte> values, string checksum)
    {
        var blank = header.ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Replace(blank, checksum, Blank);
        hash.AppendData(blank);
        hash.AppendData(values);
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != checksum)
            throw new FormatException("its checksum is another: the file is damaged");
    }

    private static void Replace(Span<byte> header, string old, string next)
    {
        var at = header.IndexOf(Encoding.UTF8.GetBytes(old));
        if (at < 0 || old.Length != next.Length) throw new FormatException("its checksum is none: the file is damaged");
        Encoding.UTF8.GetBytes(next).CopyTo(header[at..]);
    }
}
