using SkiaSharp;

namespace Alma.Data.Images;

/// <summary>
/// Skia's decoders of images. The image is in native memory of theirs until this is disposed, and no stream of ours is read by native
/// code: an exception that passed through it would leave its memory behind, or end the process.
/// </summary>
internal sealed class ImageDecoder : IDisposable
{
    private const int MostScans = 500; // of a JPEG, each of which passes over all pixels

    private readonly SKCodec codec;

    private ImageDecoder(SKCodec codec) => this.codec = codec;

    /// <summary>In pixels.</summary>
    public int Width => codec.Info.Width;

    /// <inheritdoc cref="Width"/>
    public int Height => codec.Info.Height;

    /// <summary>Whether its pixels are stored as gray alone.</summary>
    public bool IsGray => codec.Info.ColorType == SKColorType.Gray8;

    /// <summary>Looks at the header.</summary>
    /// <param name="image">The whole file, or its beginning.</param>
    /// <exception cref="InvalidDataException">It is of none of the formats that are read, or ends in its header.</exception>
    public static ImageDecoder Open(byte[] image)
    {
        ImageHeader.CheckBeginning(image);
        if (ScanCount(image) > MostScans) throw new InvalidDataException($"it has more than {MostScans} scans");
        var codec = SKCodec.Create(new SKMemoryStream(image), out var result) ?? throw new InvalidDataException(Problem(result));
        return new(codec);
    }

    /// <summary>All pixels, without the colours being changed by a profile; of an animation those of the first picture.</summary>
    /// <returns>(H, W, 4) red, green, blue and alpha, by which they are not multiplied.</returns>
    /// <exception cref="InvalidDataException">They are damaged, or cut off.</exception>
    public byte[] Pixels()
    {
        var result = codec.GetPixels(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Unpremul), out var pixels);
        return result == SKCodecResult.Success ? pixels : throw new InvalidDataException(Problem(result));
    }

    public void Dispose() => codec.Dispose();

    private static int ScanCount(ReadOnlySpan<byte> image) =>
        ImageHeader.IsJpeg(image) ? image.Count((ReadOnlySpan<byte>)[0xFF, 0xDA]) : 0;

    private static string Problem(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "it ends too early",
        SKCodecResult.ErrorInInput => "its content is damaged",
        SKCodecResult.Unimplemented => "it is of a kind that is not read",
        _ => "its header is of no image",
    };
}
