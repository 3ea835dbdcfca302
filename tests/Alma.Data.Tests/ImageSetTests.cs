namespace Alma.Data.Tests;

public sealed class ImageSetTests
{
    [Fact]
    public void ImageSet_WithPixelsThatDoNotFitTheShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ImageSet(new byte[11], new byte[2], channels: 3, height: 1, width: 2));
}
