using System.IO.Compression;
using Alma.Runs.Mistakes;
using Alma.Runs.TensorBoard;

namespace Alma.Runs.Tests.TensorBoard;

public sealed class ContactSheetTests
{
    [Fact]
    public void Of_Images_StandInRowsOfEightWithAGapBetween()
    {
        // As wide as they may be, so that they are not enlarged.
        var sheet = ContactSheet.Of(Images(9, channels: 1, height: 1, width: 64))!;

        Assert.Equal((1 + 2 + 1, (8 * 64) + (7 * 2), 1), (sheet.Height, sheet.Width, sheet.Channels));
        var lines = Inflated(sheet.Png); // a byte for the filter, then a line of pixels
        Assert.Equal([1, 128, 128, 2], lines[64..68]);
        Assert.Equal(8, lines[sheet.Width]);
        Assert.All(lines[(sheet.Width + 2)..(2 * (sheet.Width + 1))], pixel => Assert.Equal(128, pixel));
        Assert.Equal([0, 9, 9], lines[(3 * (sheet.Width + 1))..((3 * (sheet.Width + 1)) + 3)]);
        Assert.Equal(128, lines[^1]); // nobody's place
    }

    [Fact]
    public void Of_SmallImagesInColour_AreEnlarged()
    {
        var sheet = ContactSheet.Of(Images(1, channels: 3, height: 8, width: 8))!;

        Assert.Equal((64, 64, 3), (sheet.Height, sheet.Width, sheet.Channels));
        Assert.Equal([0, 1, 1, 1], Inflated(sheet.Png)[..4]);
    }

    [Fact]
    public void Of_NoImages_IsNull() => Assert.Null(ContactSheet.Of(Images(0, 1, 8, 8)));

    [Fact]
    public void Captions_OfImages_SayPlaceAndMistake() => Assert.Equal(
        """
        | row, column | class | taken for | probability of its class | loss | test image |
        |--:|--:|--:|--:|--:|--:|
        | 1, 1 | 4 | 9 | 25.00 % | 1.39 | 17 |
        | 1, 2 | 0 | 1 | 0.00 % | Infinity | 2 |
        """,
        ContactSheet.Captions(
            new WorstImages(3, 1, 1, 1, [new(17, 4, 9, 0.25, 1.386, [0]), new(2, 0, 1, 0, double.PositiveInfinity, [9])]),
            new ShownClasses([])));

    [Fact]
    public void Captions_OfClassesWithNames_SayThem() => Assert.Contains(
        "| 1, 1 | a\\|b | line\\\\n | 25.00 %",
        ContactSheet.Captions(new WorstImages(3, 1, 1, 1, [new(17, 0, 1, 0.25, 1.386, [0])]), new ShownClasses(["a|b", "line\n"])));

    private static WorstImages Images(int count, int channels, int height, int width) => new(
        0, channels, height, width, [.. Enumerable.Range(1, count)
            .Select(k => new MisclassifiedImage(k, 0, 1, 0, 1, [.. Enumerable.Repeat((byte)k, channels * height * width)]))]);

    private static byte[] Inflated(byte[] png)
    {
        var start = png.AsSpan().IndexOf("IDAT"u8) + 4;
        using var zlib = new ZLibStream(new MemoryStream(png[start..]), CompressionMode.Decompress);
        using var content = new MemoryStream();
        zlib.CopyTo(content);
        return content.ToArray();
    }
}
