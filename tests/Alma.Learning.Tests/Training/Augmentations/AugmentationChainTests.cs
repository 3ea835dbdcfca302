using Alma.Data;
using Alma.Learning.Training.Augmentations;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training.Augmentations;

public sealed class AugmentationChainTests
{
    private static readonly ImageShape colour = new(3, 8, 6);

    /// <summary>Each by a name, certain to change something.</summary>
    public static TheoryData<string> Names => [.. Certain.Keys];

    private static Dictionary<string, AugmentationOptions> Certain { get; } = new()
    {
        ["crop"] = new RandomCropOptions { Size = [8, 6], Padding = 2, Fill = -1.9 },
        ["horizontal flip"] = new RandomHorizontalFlipOptions { P = 1 },
        ["vertical flip"] = new RandomVerticalFlipOptions { P = 1 },
        ["rotation"] = new RandomRotationOptions { Degrees = 90, P = 1 },
        ["jitter"] = new ColorJitterOptions { Brightness = 0.4, Contrast = 0.4, Saturation = 0.4, Hue = 0.3 },
        ["erasing"] = new RandomErasingOptions { Value = -5, P = 1 },
        ["normalize"] = new NormalizeOptions { Mean = 0.3, Std = 0.7 },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Batch_Augmented_IsAnotherOfTheSameShapeTypeAndDevice(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Batch();
        var before = batch.clone();

        var changed = Chains.Of(colour, Certain[name]).Apply(batch, seed: 1);

        Assert.Equal(batch.shape, changed.shape);
        Assert.Equal((ScalarType.Float32, DeviceType.CPU), (changed.dtype, changed.device_type));
        Assert.False(changed.allclose(batch));
        Assert.True(batch.equal(before).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Seed_Same_GivesTheSameAndAnotherOne_AnotherBatch(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Batch();
        var chain = Chains.Of(colour, Certain[name] with { P = name == "crop" ? 1 : 0.5 });
        using var first = new Generator(7, CPU);
        using var again = new Generator(7, CPU);

        var (one, two) = (chain.Apply(batch, first), chain.Apply(batch, first));
        var (oneAgain, twoAgain) = (chain.Apply(batch, again), chain.Apply(batch, again));

        Assert.True(one.equal(oneAgain).all().item<bool>());
        Assert.True(two.equal(twoAgain).all().item<bool>());
        Assert.False(one.equal(two).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Probability_OfZero_LeavesTheBatchItself(string name)
    {
        using var batch = Batch();

        Assert.Same(batch, Chains.Of(colour, Certain[name] with { P = 0 }).Apply(batch, seed: 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tensors_AreNotLeftBehind(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Batch();
        var chain = Chains.Of(colour, Certain[name], Certain["horizontal flip"]);
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (var i = 0; i < 3; i++) chain.Apply(batch, seed: i).Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData("horizontal flip")]
    [InlineData("vertical flip")]
    [InlineData("erasing")]
    [InlineData("normalize")]
    [InlineData("jitter")]
    public void Probability_IsHowManyImagesAreChanged(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Batch(4000);

        var changed = Chains.Of(colour, Certain[name] with { P = 0.3 }).Apply(batch, seed: 5);

        var share = Share(changed, batch);
        // Five standard deviations of a binomial share: 5 sqrt(0.3 0.7 / 4000).
        Assert.InRange(share, 0.264, 0.336);
    }

    [Theory]
    [InlineData("horizontal flip")]
    [InlineData("erasing")]
    public void SameOnBatch_ChangesAllOrNone(string name)
    {
        using var scope = NewDisposeScope();
        var batch = Batch(50);
        var chain = Chains.Of(colour, Certain[name] with { P = 0.5, SameOnBatch = true });

        var shares = Enumerable.Range(0, 40).Select(seed => Share(chain.Apply(batch, seed), batch)).ToArray();

        Assert.Equal([0, 1], shares.Distinct().Order());
    }

    [Fact]
    public void Nothing_ToBeDone_LeavesTheBatchItself()
    {
        using var batch = Batch();

        Assert.Same(batch, Chains.Of(colour).Apply(batch, seed: 1));
    }

    [Fact]
    public void Several_AreAppliedInTheirOrder()
    {
        using var scope = NewDisposeScope();
        var batch = Batch();
        var normalize = new NormalizeOptions { Mean = 1, Std = 2 };
        var erase = new RandomErasingOptions { Scale = [1, 1], Ratio = [1, 1], Value = 9, P = 1 };

        var erasedLast = Chains.Of(colour, normalize, erase).Apply(batch, seed: 1);
        var erasedFirst = Chains.Of(colour, erase, normalize).Apply(batch, seed: 1);

        Assert.Equal(9, erasedLast.max().item<float>());
        Assert.Equal(4, erasedFirst.max().item<float>());
    }

    [Fact]
    public void Crop_ToAnotherSizeThanEvaluation_IsRefused()
    {
        var error = Assert.Throws<LearningException>(() => Chains.Of(colour, new RandomCropOptions { Size = [4, 4] }));

        Assert.Contains("Give the last RandomCrop the size [8, 6].", error.Message, StringComparison.Ordinal);
    }

    private static Tensor Batch(long count = 16)
    {
        using var generator = new Generator(3, CPU);
        return rand([count, 3, 8, 6], generator: generator);
    }

    private static double Share(Tensor changed, Tensor batch) =>
        changed.isclose(batch).flatten(1).all(1).logical_not().to(ScalarType.Float64).mean().item<double>();
}
