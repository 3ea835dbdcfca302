using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Training.Augmentations;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training.Augmentations;

public sealed class ColorJitterTests
{
    public static TheoryData<string> Names => [.. ByName.Keys];

    private static Dictionary<string, ColorJitterOptions> ByName { get; } = new()
    {
        ["brightness_1_3"] = new() { Brightness = new[] { 1.3, 1.3 } },
        ["contrast_0_6"] = new() { Contrast = new[] { 0.6, 0.6 } },
        ["saturation_1_7"] = new() { Saturation = new[] { 1.7, 1.7 } },
        ["hue_0_2"] = new() { Hue = new[] { 0.2, 0.2 } },
        ["hue_minus_0_35"] = new() { Hue = new[] { -0.35, -0.35 } },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Jitter_ByAFactor_IsTorchvisions(string name)
    {
        using var scope = NewDisposeScope();

        ReferenceImages.AssertIs(name, Chains.Of(ReferenceImages.Shape, ByName[name]).Apply(ReferenceImages.Batch(), seed: 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Jitter_OfNormalisedImages_IsThatOfTheirPixels(string name)
    {
        using var scope = NewDisposeScope();
        var (mean, deviation) = (tensor([0.5f, 0.4f, 0.3f]).view(1, 3, 1, 1), tensor([0.2f, 0.25f, 0.3f]).view(1, 3, 1, 1));
        var normalisation = new Normalisation([0.5f, 0.4f, 0.3f], [0.2f, 0.25f, 0.3f]);

        var jittered = Chains.Of(ReferenceImages.Shape, normalisation, ByName[name])
            .Apply((ReferenceImages.Batch() - mean) / deviation, seed: 1);

        ReferenceImages.AssertIs(name, jittered * deviation + mean);
    }

    [Fact]
    public void Jitter_AfterNormalize_StillKnowsThePixels()
    {
        using var scope = NewDisposeScope();
        var normalize = new NormalizeOptions { Mean = new[] { 0.5, 0.4, 0.3 }, Std = 0.2 };

        var jittered = Chains.Of(ReferenceImages.Shape, normalize, ByName["hue_0_2"]).Apply(ReferenceImages.Batch(), seed: 1);

        ReferenceImages.AssertIs("hue_0_2", jittered * 0.2f + tensor([0.5f, 0.4f, 0.3f]).view(1, 3, 1, 1));
    }

    [Fact]
    public void Brightness_OfANumber_IsDrawnAboutOneForEachImage()
    {
        using var scope = NewDisposeScope();
        var shape = new ImageShape(3, 1, 1);

        var factors = Chains.Of(shape, new ColorJitterOptions { Brightness = 0.4 }).Apply(full(2000, 3, 1, 1, 0.5f), seed: 1)
            .select(1, 0).flatten().mul(2).data<float>().ToArray();

        Assert.InRange(factors.Min(), 0.6, 0.61);
        Assert.InRange(factors.Max(), 1.39, 1.4001);
        Assert.InRange(factors.Average(), 0.97, 1.03);
    }

    [Fact]
    public void Order_IsDrawn()
    {
        using var scope = NewDisposeScope();
        var chain = Chains.Of(
            ReferenceImages.Shape, new ColorJitterOptions { Brightness = new[] { 1.6, 1.6 }, Contrast = new[] { 0.3, 0.3 } });

        var sums = Enumerable.Range(0, 20)
            .Select(seed => Math.Round(chain.Apply(ReferenceImages.Batch(), seed).sum().item<float>(), 2))
            .Distinct();

        Assert.Equal(2, sums.Count());
    }

    [Fact]
    public void Grey_CanBeMadeBrighterButHasNoHue()
    {
        var grey = new ImageShape(1, 4, 4);

        Chains.Of(grey, new ColorJitterOptions { Brightness = 0.2, Contrast = 0.2 });

        Assert.Contains(
            "1 channels",
            Assert.Throws<LearningException>(() => Chains.Of(grey, new ColorJitterOptions { Hue = 0.2 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Factors_OutOfTheirRange_AreRefused()
    {
        Assert.Equal(["Hue"], Refused(new ColorJitterOptions { Hue = 0.7 }));
        Assert.Equal(["Contrast"], Refused(new ColorJitterOptions { Contrast = new[] { -0.5, 1 } }));
        Assert.Empty(Refused(new ColorJitterOptions { Brightness = 3, Hue = 0.5 }));
    }

    private static IEnumerable<string> Refused(ColorJitterOptions options) =>
        options.Validate(new ValidationContext(options)).SelectMany(refusal => refusal.MemberNames);
}
