// B: batch, C, H, W: channels, height, width, S: side of a patch, N: patches of an image, D: width of a patch's features.
using System.ComponentModel.DataAnnotations;
using Alma.Data;
using Alma.Learning.Layers;
using Alma.Learning.Networks;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Mixer;

/// <summary>An <see cref="MlpMixer"/>.</summary>
public sealed record MlpMixerOptions : ModelOptions
{
    /// <summary>Side of the patches an image is cut into; it divides the image's sides.</summary>
    [Range(1, 1 << 16)]
    public required int PatchSize { get; init; }

    /// <summary>Features of a patch.</summary>
    [Range(1, 1 << 16)]
    public required int Dim { get; init; }

    /// <summary>Blocks that mix patches and features.</summary>
    [Range(0, 1000)]
    public required int Depth { get; init; }

    /// <summary>How many times wider a block's hidden layers are than its input.</summary>
    [Range(1, 1024)]
    public int ExpansionFactor { get; init; } = 4;

    /// <summary>The part of a block's activations set to zero in training.</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; }

    public override NetworkStructure Structure(ImageShape inputShape, int classCount) =>
        new MlpMixer(inputShape, classCount, PatchSize, Dim, Depth, ExpansionFactor, Dropout);
}

/// <summary>
/// The MLP-Mixer (Tolstikhin et al. 2021; crlapi's <c>MLPMixer</c>): perceptrons across the patches of an
/// image, then across their features.
/// </summary>
/// <exception cref="LearningException">The patches do not divide the image.</exception>
public sealed record MlpMixer(
    ImageShape InputShape, int ClassCount, int PatchSize, int FeatureCount, int BlockCount, int ExpansionFactor, double DropoutRate)
    : NetworkStructure(Divisible(InputShape, PatchSize), ClassCount)
{
    public override nn.Module<Tensor, Tensor> Build(NoiseSource noise)
    {
        var patchCount = InputShape.Height / PatchSize * (InputShape.Width / PatchSize);
        var patchValues = PatchSize * PatchSize * InputShape.Channels;
        var afterBlocks = 5 + BlockCount; // crlapi prints between its layers, and what prints takes an index
        return nn.Sequential(
        [
            ("1", new Step("Patches", Patches)),
            ("3", nn.Linear(patchValues, FeatureCount)),
            .. Enumerable.Range(5, BlockCount).Select(k => ($"{k}", Block(patchCount, noise))),
            ($"{afterBlocks + 1}", nn.LayerNorm(FeatureCount)),
            ($"{afterBlocks + 2}", new Step("MeanOfPatches", features => features.mean([1]))), // (B, N, D) -> (B, D)
            ($"{afterBlocks + 3}", nn.Linear(FeatureCount, ClassCount)),
        ]);
    }

    internal override NetworkSize SizeAfter(int growthCount)
    {
        var patchCount = (double)(InputShape.Height / PatchSize) * (InputShape.Width / PatchSize);
        var (acrossPatches, acrossFeatures) = (
            Perceptron(patchCount) with { Activations = 0 }, Perceptron(FeatureCount) with { Activations = 0 });
        var ofBlock = new NetworkSize(4.0 * FeatureCount, 2 * (2 + ExpansionFactor) * patchCount * FeatureCount, 6);
        return NetworkSize.Linear((double)PatchSize * PatchSize * InputShape.Channels, FeatureCount)
            + ((acrossPatches + acrossFeatures + ofBlock) * BlockCount) + NetworkSize.Linear(FeatureCount, ClassCount);
    }

    private NetworkSize Perceptron(double width) =>
        NetworkSize.Linear(width, width * ExpansionFactor) + NetworkSize.Linear(width * ExpansionFactor, width);

    // (B, N, D) -> (B, N, D): across patches, each feature by itself, then across features, each patch by itself
    private nn.Module<Tensor, Tensor> Block(int patchCount, NoiseSource noise)
    {
        var (widePatchCount, wideFeatureCount) = (patchCount * ExpansionFactor, FeatureCount * ExpansionFactor);
        var acrossPatches = Perceptron(nn.Conv1d(patchCount, widePatchCount, 1), nn.Conv1d(widePatchCount, patchCount, 1), noise);
        var acrossFeatures = Perceptron(nn.Linear(FeatureCount, wideFeatureCount), nn.Linear(wideFeatureCount, FeatureCount), noise);
        return nn.Sequential(
            ("0", new NormalisedResidual(FeatureCount, acrossPatches)), ("1", new NormalisedResidual(FeatureCount, acrossFeatures)));
    }

    private nn.Module<Tensor, Tensor> Perceptron(
        nn.Module<Tensor, Tensor> widening, nn.Module<Tensor, Tensor> narrowing, NoiseSource noise) =>
        nn.Sequential(
            ("0", widening), ("2", nn.GELU()), ("3", new Dropout(DropoutRate, noise)), ("4", narrowing),
            ("5", new Dropout(DropoutRate, noise)));

    // (B, C, H, W) -> (B, C, H/S, S, W/S, S) -> (B, H/S, W/S, S, S, C) -> (B, N, S * S * C)
    private Tensor Patches(Tensor images)
    {
        var (rows, columns) = (InputShape.Height / PatchSize, InputShape.Width / PatchSize);
        using var scope = NewDisposeScope();
        return images.reshape(-1, InputShape.Channels, rows, PatchSize, columns, PatchSize)
            .permute(0, 2, 4, 3, 5, 1)
            .reshape(-1, rows * columns, PatchSize * PatchSize * InputShape.Channels)
            .MoveToOuterDisposeScope();
    }

    public override OnnxValue AddTo(NetworkGraph graph, OnnxValue images) => new MixerGraph(graph, this).Add(images);

    private static ImageShape Divisible(ImageShape image, int patchSize)
    {
        if (patchSize > 0 && image.Height % patchSize == 0 && image.Width % patchSize == 0) return image;
        var valid = Enumerable.Range(1, Math.Min(image.Height, image.Width))
            .Where(side => image.Height % side == 0 && image.Width % side == 0);
        throw new LearningException(
            $"MLPMixer cuts images of {image.Height}x{image.Width} pixels into patches of {patchSize}x{patchSize}, "
            + $"which does not come out even. Valid for {LearningSetting.PatchSize}: {string.Join(", ", valid)}.");
    }
}
