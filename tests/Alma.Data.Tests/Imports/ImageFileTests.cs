using System.Buffers.Binary;
using System.IO.Hashing;
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

    /// <summary>What a decoder took for an image goes again, however it ends: a server reads images of anybody.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public void Images_ThatAreDamaged_LeaveNoMemoryBehind(string kind)
    {
        var image = WithLargeSize(ImageSamples.All[kind]);
        void ReadMany(int count)
        {
            var random = new Random(7);
            for (var i = 0; i < count; i++)
            {
                var damaged = image[..random.Next(1, image.Length + 1)];
                if (i % 2 == 0) damaged = [.. image];
                for (var k = i % 3; k > 0; k--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                try
                {
                    ImageFile.Read(damaged, kind, 3, 8);
                }
                catch (DatasetException)
                {
                    // refused; most are
                }
            }
        }

        ReadMany(20);
        var before = ResidentBytes();
        ReadMany(200);

        Assert.InRange(ResidentBytes() - before, long.MinValue, 100 << 20); // of 200 to 450 MiB that decoding them takes
    }

    [Fact]
    public void File_OfAnotherFormat_IsRefused() =>
        Assert.Contains("its beginning is of no image", Refused([.. "8BPS"u8, 0, 1, .. new byte[60]]), StringComparison.Ordinal);

    // The same file, but its header tells of 512 x 512 pixels, and it is long enough for them.
    private static byte[] WithLargeSize(byte[] image)
    {
        var large = image.Concat(new byte[1 << 12]).ToArray();
        var frame = Enumerable.Range(0, large.Length - 1).FirstOrDefault(k => (large[k], large[k + 1]) is (0xFF, 0xC0) or (0xFF, 0xC2));
        int[] high = large[0] switch { (byte)'G' => [7, 9], (byte)'B' => [19, 23], 0x89 => [18, 22], _ => [frame + 5, frame + 7] };
        foreach (var at in high) large[at] = 2;
        if (large[0] == 0x89) BinaryPrimitives.WriteUInt32BigEndian(large.AsSpan(29), Crc32.HashToUInt32(large.AsSpan(12, 17)));
        return large;
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        return Environment.WorkingSet;
    }

    private static string Refused(byte[] image) => Assert.Throws<DatasetException>(() => ImageFile.Read(image, "x", 3, null)).Message;
}
