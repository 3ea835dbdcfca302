namespace Alma.Kernels.Tests;

public sealed class PixelGatherTests
{
    [Theory]
    [InlineData(1, 784)]
    [InlineData(3, 64)]
    [InlineData(3, 35)]
    [InlineData(2, 1)]
    public void Run_OnImagesOfAnySize_ScalesAndShiftsEachChannel(int channels, int area)
    {
        var random = new Random(1);
        var pixels = new byte[9 * channels * area];
        random.NextBytes(pixels);
        long[] indices = [8, 0, 3, 3];
        var (scale, shift) = (new[] { 0.5f, 0.25f, 2 }[..channels], new[] { -1f, 3, 0.125f }[..channels]);
        var gathered = new float[indices.Length * channels * area];

        PixelGather.Run(pixels, indices, scale, shift, gathered);

        var expected = indices.SelectMany(index =>
            Enumerable.Range(0, channels * area).Select(k => (pixels[(index * channels * area) + k] * scale[k / area]) + shift[k / area]));
        Assert.Equal(expected, gathered);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(9)]
    public void Run_OnAnImageThatIsNotThere_IsRefused(long index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelGather.Run(new byte[9 * 4], [index], [1], [0], new float[4]));
}
