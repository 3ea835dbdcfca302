using Alma.Data;
using Alma.Learning.Training.Augmentations;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training.Augmentations;

public sealed class RandomCropTests
{
    private static readonly ImageShape shape = new(3, 5, 4);

    [Theory]
    [InlineData(BorderMode.Constant)]
    [InlineData(BorderMode.Reflect)]
    [InlineData(BorderMode.Replicate)]
    [InlineData(BorderMode.Circular)]
    public void Image_BecomesOneOfTheWindowsOfItsPaddedSelf(BorderMode mode)
    {
        using var scope = NewDisposeScope();
        var batch = Chains.Counting(64, shape);
        var options = new RandomCropOptions { Size = [5, 4], Padding = new[] { 1, 2, 3, 0 }, Fill = -1.9, PaddingMode = mode };

        var cropped = Chains.Of(shape, options).Apply(batch, seed: 2);

        var (crops, images) = (cropped.data<float>().ToArray().Chunk(60).ToArray(), batch.data<float>().ToArray().Chunk(60).ToArray());
        var offsets = crops.Zip(images, (crop, image) => OffsetOf(crop, image, mode)).ToArray();
        Assert.DoesNotContain((-1, -1), offsets);
        // Every place of the 3 x 5 is drawn; in a circle of four columns the first and the fifth are one.
        Assert.Equal(mode == BorderMode.Circular ? 12 : 15, offsets.Distinct().Count());
    }

    [Fact]
    public void SameOnBatch_CutsAllAtOnePlace()
    {
        using var scope = NewDisposeScope();
        var batch = Chains.Counting(20, shape);

        var cropped = Chains.Of(shape, new RandomCropOptions { Size = [5, 4], Padding = 2, SameOnBatch = true }).Apply(batch, seed: 1);

        Assert.Single(Enumerable.Range(0, 20)
            .Select(image => (cropped[image] != 0).to(ScalarType.Int64).sum([1, 2]).ToString(TorchSharp.TensorStringStyle.Julia))
            .Distinct());
    }

    [Fact]
    public void Image_SmallerThanTheWindow_IsPaddedIfNeededOrRefused()
    {
        var larger = new RandomCropOptions { Size = [7, 4], PadIfNeeded = true };
        var back = new RandomCropOptions { Size = [5, 4] };

        using var batch = Chains.Counting(3, shape);
        using var cropped = Chains.Of(shape, larger, back).Apply(batch, seed: 1);

        Assert.Equal(batch.shape, cropped.shape);
        var error = Assert.Throws<LearningException>(() => Chains.Of(shape, larger with { PadIfNeeded = false }));
        Assert.Contains("cannot cut 7 x 4 out of 5 x 4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Border_OfMorePixelsThanCanBeReflected_IsRefused() =>
        Assert.Throws<LearningException>(() =>
            Chains.Of(shape, new RandomCropOptions { Size = [5, 4], Padding = 4, PaddingMode = BorderMode.Reflect }));

    [Theory]
    [InlineData(-1)]
    [InlineData(16_385)]
    [InlineData(2_000_000_000)]
    public void Padding_OfAbsurdWidth_IsRefused(int padding)
    {
        Assert.Throws<ArgumentException>(() => { ImagePadding all = padding; return all; });
        Assert.Throws<ArgumentException>(() => { ImagePadding sides = new[] { 0, padding }; return sides; });
    }

    [Fact]
    public void Window_LargerThanThePaddedImage_IsRefused()
    {
        var refusal = Assert.Throws<LearningException>(() => Chains.Of(shape, new RandomCropOptions { Size = [8, 4], Padding = 1 }));
        Assert.Contains("RandomCrop cannot cut 8 x 4 out of 7 x 6", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probability_IsOfTheWholeBatch()
    {
        using var scope = NewDisposeScope();
        var batch = Chains.Counting(30, shape).add(1);
        var chain = Chains.Of(shape, new RandomCropOptions { Size = [5, 4], Padding = new[] { 4, 5, 0, 0 }, P = 0.5 });

        var unchanged = Enumerable.Range(0, 60).Select(seed => chain.Apply(batch, seed).equal(batch).all().item<bool>()).ToArray();

        Assert.InRange(unchanged.Count(same => same), 12, 48);
    }

    // Where the crop lies in the padded image, or (-1, -1) when nowhere.
    private static (int Row, int Column) OffsetOf(float[] crop, float[] image, BorderMode mode)
    {
        for (var row = 0; row < 3; row++)
            for (var column = 0; column < 5; column++)
                if (crop.SequenceEqual(Window(image, row, column, mode))) return (row, column);
        return (-1, -1);
    }

    // Of an image (3, 5, 4) padded by 1 on the left, 2 at the top, 3 on the right.
    private static IEnumerable<float> Window(float[] image, int row, int column, BorderMode mode) =>
        from channel in Enumerable.Range(0, 3)
        from y in Enumerable.Range(row - 2, 5)
        from x in Enumerable.Range(column - 1, 4)
        let isOutside = y is < 0 or >= 5 || x is < 0 or >= 4
        select isOutside && mode == BorderMode.Constant ? -1.9f : image[channel * 20 + Within(y, 5, mode) * 4 + Within(x, 4, mode)];

    private static int Within(int place, int side, BorderMode mode) => mode switch
    {
        BorderMode.Reflect => place < 0 ? -place : place >= side ? 2 * side - 2 - place : place,
        BorderMode.Circular => (place + side) % side,
        _ => Math.Clamp(place, 0, side - 1),
    };
}
