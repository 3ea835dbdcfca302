using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alma.Files;

namespace Alma.Runs.Mistakes;

/// <summary>The content of <c>worst/megabatch_0000.json</c>: the misclassified test images of the largest loss, the worst first.</summary>
public sealed record WorstImages(int Megabatch, int Channels, int Height, int Width, IReadOnlyList<MisclassifiedImage> Images)
{
    private const int MaxBytes = 1 << 26;
    private const int LongestSide = 1 << 12;
    private const int MaxImages = 1 << 10;

    private static readonly JsonSerializerOptions options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Reads those of a megabatch; null where the run kept none, as runs of earlier versions did.</summary>
    /// <exception cref="RunFolderException">The file is damaged.</exception>
    public static WorstImages? Read(RunFolder folder, int megabatchIndex)
    {
        var path = folder.WorstImagesFile(megabatchIndex);
        if (!File.Exists(path)) return null;
        var json = RegularFile.Bytes(path, MaxBytes);
        try
        {
            var read = JsonSerializer.Deserialize<WorstImages>(json, options) ?? throw new JsonException("These are no images.");
            if (read.Megabatch != megabatchIndex) throw new JsonException($"These are the images of megabatch {read.Megabatch}.");
            return read.HaveTheirSize
                ? read
                : throw new JsonException($"The images are not ({read.Channels}, {read.Height}, {read.Width}).");
        }
        catch (JsonException fault)
        {
            throw JsonFault.At(path, (int)(fault.LineNumber ?? 0) + 1, Encoding.UTF8.GetString(json), fault);
        }
    }

    /// <summary>Writes them into the folder; what it had of the same megabatch is replaced.</summary>
    public void Write(RunFolder folder)
    {
        folder.RequireThere();
        AtomicFile.Write(folder.WorstImagesFile(Megabatch), stream => JsonSerializer.Serialize(stream, this, options), within: folder.Path);
    }

    // Sides of which a picture of them can be made.
    private bool HaveTheirSize => Channels is > 0 and <= LongestSide && Height is > 0 and <= LongestSide && Width is > 0 and <= LongestSide
        && Images.Count <= MaxImages
        && Images.All(image => image?.Pixels.LongLength == (long)Channels * Height * Width);
}

/// <summary>A test image that the model took for another class, to be looked at.</summary>
/// <param name="Index">In the test set, zero-based.</param>
/// <param name="Label">Its class.</param>
/// <param name="Choice">The class it was taken for.</param>
/// <param name="Probability">What the model gave the image's own class, in 0..1.</param>
/// <param name="Loss">Its cross-entropy, in nats.</param>
/// <param name="Pixels">(C, H, W), a byte each, as the data set has them.</param>
public sealed record MisclassifiedImage(int Index, int Label, int Choice, double Probability, double Loss, byte[] Pixels);
