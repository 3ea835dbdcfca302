using Alma.Config;
using Alma.Learning.Training.Augmentations;

namespace Alma.Experiments.Tests;

/// <summary>Augmentations as a config writes them.</summary>
public sealed class AugmentationOptionsTests
{
    [Fact]
    public void Augmentations_InThePythonProjectsForm_AreBound()
    {
        var augmentations = Read("[{name:RandomCrop,size:[28,28],padding:4,fill:-1.9},{name:RandomHorizontalFlip,p:0.5}]");

        var crop = Assert.IsType<RandomCropOptions>(augmentations[0]);
        Assert.Equal([28, 28], crop.Size);
        Assert.Equal((new ImagePadding(4, 4, 4, 4), -1.9, 1.0), (crop.Padding, crop.Fill, crop.P));
        Assert.Equal(new RandomHorizontalFlipOptions { P = 0.5 }, augmentations[1]);
    }

    [Fact]
    public void Augmentations_WithNothingButTheirNames_HaveKorniasDefaults()
    {
        var augmentations = Read(
            "[{name:RandomCrop,size:[28,28]},{name:RandomVerticalFlip},{name:RandomRotation,degrees:15},{name:ColorJitter},{name:RandomErasing},{name:Normalize,mean:0.5,std:[0.5]}]");

        Assert.Equal([1, 0.5, 0.5, 1, 0.5, 1], augmentations.Select(augmentation => augmentation.P));
        Assert.Equal(default, Assert.IsType<RandomCropOptions>(augmentations[0]).Padding);
        var erasing = Assert.IsType<RandomErasingOptions>(augmentations[4]);
        Assert.Equal([0.02, 0.33, 0.3, 3.3, 0], [.. erasing.Scale, .. erasing.Ratio, erasing.Value]);
        Assert.Equal(new ColorJitterOptions(), augmentations[3]);
    }

    [Fact]
    public void Parameters_AsPairs_AreBound()
    {
        var augmentations = Read(
            "[{name:RandomCrop,size:[28,28],padding:[1,2],padding_mode:reflect},{name:RandomRotation,degrees:[-10,20],resample:NEAREST},{name:ColorJitter,brightness:[0.8,1.5],contrast:0.1}]");

        var crop = Assert.IsType<RandomCropOptions>(augmentations[0]);
        Assert.Equal((new ImagePadding(1, 2, 1, 2), BorderMode.Reflect), (crop.Padding, crop.PaddingMode));
        Assert.Equal(new RandomRotationOptions { Degrees = new[] { -10.0, 20 }, Resample = Resampling.Nearest }, augmentations[1]);
        Assert.Equal(new ColorJitterOptions { Brightness = new[] { 0.8, 1.5 }, Contrast = 0.1 }, augmentations[2]);
    }

    [Theory]
    [InlineData("[{name:RandomCrp,size:[28,28]}]", "Did you mean 'RandomCrop'?")]
    [InlineData("[{size:[28,28]}]", "needs: one of: RandomCrop, RandomHorizontalFlip")]
    [InlineData("[{name:RandomCrop}]", "has no key 'size'")]
    [InlineData("[{name:RandomCrop,size:28}]", "found 28, expected a list")]
    [InlineData("[{name:RandomCrop,size:[28]}]", "valid is a length from 2 to 2")]
    [InlineData("[{name:RandomCrop,size:[28,28],padding:[1,2,3]}]", "found 3 numbers, valid is one number or a list of 2 or 4.")]
    [InlineData("[{name:RandomHorizontalFlip,p:1.5}]", "found 1.5, valid is at least 0.0 and at most 1.0")]
    [InlineData("[{name:RandomRotation,degrees:[20,-20]}]", "found [20, -20], valid is a number or a pair [low, high].")]
    [InlineData("[{name:RandomRotation,degrees:-3}]", "found -3, valid is at least 0 or a pair [low, high].")]
    [InlineData("[{name:ColorJitter,hue:0.6}]", "valid is at most 0.5 to both sides")]
    [InlineData("[{name:Normalize,mean:0,std:0}]", "valid is more than 0")]
    [InlineData("[{name:RandomErasing,scale:[0.5,0.1]}]", "valid is [low, high]")]
    public void Augmentations_Wrong_AreRefusedWithWhatWouldBeValid(string augmentations, string problem)
    {
        var error = Assert.Throws<ConfigException>(() => Read(augmentations));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.Contains("kornia_augs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Augmented_IsTheSameAgainAndAnotherThanWithout()
    {
        using var run = new TinyRun();
        string[] shortRun = ["n_megabatches=1", "clmodel.max_epochs=2"];
        string[] augmented =
        [
            .. shortRun,
            "+clmodel.kornia_augs=[{name:RandomCrop,size:[28,28],padding:4,fill:-1.9},{name:RandomHorizontalFlip}]"
        ];

        var (once, again, without) = (Losses(augmented), Losses(augmented), Losses(shortRun));

        Assert.Equal(once, again);
        Assert.NotEqual(once, without);

        string[] Losses(string[] overrides) =>
            [.. File.ReadAllLines(run.Start(TinyRun.Request("mnist/test_finetune_mlp", overrides)).MetricsFile)
                .Where(line => line.Contains("\"loss\"", StringComparison.Ordinal))];
    }

    private static AugmentationOptions[] Read(string augmentations) =>
        TinyRun.Request("mnist/test_finetune_mlp", $"+clmodel.kornia_augs={augmentations}").Options.Clmodel.KorniaAugs!;
}
