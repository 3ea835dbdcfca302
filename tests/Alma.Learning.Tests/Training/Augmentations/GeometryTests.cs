using Alma.Data;
using Alma.Learning.Training.Augmentations;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training.Augmentations;

public sealed class GeometryTests
{
    private static readonly ImageShape square = new(2, 5, 5);
    private static readonly ImageShape oblong = new(2, 4, 6);

    [Fact]
    public void HorizontalFlip_TurnsColumnsExactly()
    {
        using var scope = NewDisposeScope();
        var batch = Chains.Counting(3, oblong);

        var flipped = Chains.Of(oblong, new RandomHorizontalFlipOptions { P = 1 }).Apply(batch, seed: 1);

        for (var x = 0; x < 6; x++) Assert.True(flipped.select(3, x).equal(batch.select(3, 5 - x)).all().item<bool>());
    }

    [Fact]
    public void VerticalFlip_TurnsRowsExactly()
    {
        using var scope = NewDisposeScope();
        var batch = Chains.Counting(3, oblong);

        var flipped = Chains.Of(oblong, new RandomVerticalFlipOptions { P = 1 }).Apply(batch, seed: 1);

        for (var y = 0; y < 4; y++) Assert.True(flipped.select(2, y).equal(batch.select(2, 3 - y)).all().item<bool>());
    }

    [Theory]
    [InlineData(90, 1)]
    [InlineData(180, 2)]
    [InlineData(-90, 3)]
    public void Rotation_ByQuarters_MovesPixelsAgainstTheClock(double degrees, int quarters)
    {
        using var scope = NewDisposeScope();
        var batch = Chains.Counting(2, square);

        var rotated = Rotation(square, degrees, alignCorners: true).Apply(batch, seed: 1);

        Assert.True(rotated.allclose(batch.rot90(quarters, (2, 3)), atol: 1e-3));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Rotation_ByNothing_IsTheIdentity(bool alignCorners)
    {
        using var scope = NewDisposeScope();
        var batch = Chains.Counting(2, oblong);

        Assert.True(Rotation(oblong, 0, alignCorners).Apply(batch, seed: 1).allclose(batch, atol: 1e-3));
    }

    [Fact]
    public void Rotation_DrawsAnAngleOfItsOwnForEachImageWithinTheRange()
    {
        using var scope = NewDisposeScope();
        var far = new ImageShape(1, 101, 101);
        var batch = zeros(200, 1, 101, 101);
        batch.narrow(2, 49, 3).narrow(3, 90, 11).fill_(1); // a dot on the right

        var rotated = Chains.Of(far, new RandomRotationOptions { Degrees = new[] { 20.0, 70.0 }, P = 1 }).Apply(batch, seed: 4);

        var weight = rotated.sum([1, 2, 3]);
        var x = (rotated * (arange(101) - 50)).sum([1, 2, 3]) / weight;
        var y = (rotated * (50 - arange(101)).view(-1, 1)).sum([1, 2, 3]) / weight;
        var degrees = y.atan2(x).mul(180 / Math.PI).data<float>().ToArray();
        Assert.All(degrees, angle => Assert.InRange(angle, 19, 71));
        Assert.InRange(degrees.Min(), 19, 24);
        Assert.InRange(degrees.Max(), 66, 71);
    }

    [Fact]
    public void Rotation_IsTorchvisions()
    {
        using var scope = NewDisposeScope();
        AssertIsReference("rotation_30", new RandomRotationOptions { Degrees = new[] { 30.0, 30.0 }, AlignCorners = false, P = 1 });
        AssertIsReference(
            "rotation_minus_75_nearest",
            new RandomRotationOptions { Degrees = new[] { -75.0, -75.0 }, AlignCorners = false, Resample = Resampling.Nearest, P = 1 });
    }

    [Fact]
    public void Erasing_LeavesOneRectangleOfTheDrawnAreaAndRatio()
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(2, 40, 40);
        var batch = ones(300, 2, 40, 40);

        var erased = Chains.Of(shape, new RandomErasingOptions { Scale = [0.1, 0.2], Ratio = [0.5, 2], Value = -3, P = 1 })
            .Apply(batch, seed: 1);

        var mask = erased.eq(-3); // (300, 2, 40, 40)
        Assert.True((mask | erased.eq(1)).all().item<bool>());
        Assert.True(mask.select(1, 0).equal(mask.select(1, 1)).all().item<bool>());
        var heights = Extent(mask, 3);
        var widths = Extent(mask, 2);
        var areas = mask.select(1, 0).to(ScalarType.Float32).sum([1, 2]).data<float>().ToArray();
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(heights[i] * widths[i], areas[i]);
            Assert.InRange(areas[i], 0.09 * 1600, 0.215 * 1600);
            Assert.InRange(heights[i] / widths[i], 0.45, 2.2);
        }
        Assert.InRange(heights.Zip(widths).Count(side => side.First > side.Second), 90, 210);
    }

    private static float[] Extent(Tensor mask, long over) =>
        mask.select(1, 0).any(over - 1, keepdim: false).to(ScalarType.Float32).sum(1).data<float>().ToArray();

    private static AugmentationChain Rotation(ImageShape shape, double degrees, bool alignCorners) =>
        Chains.Of(shape, new RandomRotationOptions { Degrees = new[] { degrees, degrees }, AlignCorners = alignCorners, P = 1 });

    private static void AssertIsReference(string name, RandomRotationOptions options) =>
        ReferenceImages.AssertIs(name, Chains.Of(ReferenceImages.Shape, options).Apply(ReferenceImages.Batch(), seed: 1));
}
