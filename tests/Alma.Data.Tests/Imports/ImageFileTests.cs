using System.Buffers.Binary;
using Alma.Data.Imports;
using Alma.Data.Tests.Cifar;

namespace Alma.Data.Tests.Imports;

public sealed class ImageFileTests
{
    public static TheoryData<string> Samples() => new(ImageSamples.All.Keys);

    [Theory]
    [MemberData(nameof(Samples))]
    public void Image_OfEveryKind_IsRead(string kind)
    {
        var read = ImageFile.Read(ImageSamples.All[kind], kind, 3, null);

        Assert.Equal(ImageFile.Header(ImageSamples.All[kind], kind).Height, read.Shape.Height);
        Assert.Equal(read.Shape.Size, read.Pixels.Length);
        Assert.True(read.Pixels.Distinct().Count() > 3);
    }

    /// <summary>A part of an image is never taken for the whole, and never waited for.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Image_CutOffAnywhere_IsRefusedOrWhole(string kind)
    {
        var whole = ImageFile.Read(ImageSamples.All[kind], kind, 3, null);
        var refused = 0;
        for (var length = 0; length < ImageSamples.All[kind].Length; length++)
        {
            try
            {
                Assert.Equal(whole.Pixels, ImageFile.Read(ImageSamples.All[kind][..length], kind, 3, null).Pixels);
            }
            catch (DatasetException refusal)
            {
                Assert.StartsWith($"{kind}: found no image that can be read", refusal.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, ImageSamples.All[kind].Length - 24, ImageSamples.All[kind].Length);
    }

    [Fact]
    public void Jpeg_OfTenBytes_IsRefused() =>
        Assert.Contains("it ends too early", Refused([0xFF, 0xD8, 0xFF, 0xE0, 0, 0x10, .. "JFIF"u8]), StringComparison.Ordinal);

    [Theory]
    [InlineData(8192, 8192)]
    [InlineData(4000, 4000)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(0, 5)]
    public void Bitmap_ThatClaimsMoreThanItHas_TakesNoMemory(int width, int height)
    {
        byte[] image = [.. ImageSamples.All["bmp"][..58]];
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(22), height);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Refused(image);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Png_ThatUnpacksToMoreThanItsPixels_TakesNoMore()
    {
        var image = PngBytes.Of(64, 64, new byte[1 << 24]);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(new byte[3 * 64 * 64], ImageFile.Read(image, "x", 3, null).Pixels);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 17);
    }

    [Fact]
    public void File_OfAnotherFormat_IsRefused() =>
        Assert.Contains("its beginning is of no image", Refused([.. "8BPS"u8, 0, 1, .. new byte[60]]), StringComparison.Ordinal);

    private static string Refused(byte[] image) => Assert.Throws<DatasetException>(() => ImageFile.Read(image, "x", 3, null)).Message;
}
