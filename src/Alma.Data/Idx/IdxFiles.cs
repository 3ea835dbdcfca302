using System.Collections.Immutable;

namespace Alma.Data.Idx;

/// <summary>The four IDX files of a dataset in MNIST's form.</summary>
public sealed record IdxFiles(IdxDatasetFile TrainImages, IdxDatasetFile TrainLabels, IdxDatasetFile TestImages, IdxDatasetFile TestLabels)
    : DatasetFiles
{
    /// <summary>Whether images are stored column by column.</summary>
    public bool IsTransposed { get; init; }

    public override ImmutableArray<DatasetFile> All => [TrainImages, TrainLabels, TestImages, TestLabels];

    internal static IdxFiles Mnist(string trainImages, string trainLabels, string testImages, string testLabels) => new(
        IdxDatasetFile.Images("train-images-idx3-ubyte", [60_000, 28, 28], trainImages),
        IdxDatasetFile.Labels("train-labels-idx1-ubyte", 60_000, new(0, 10), trainLabels),
        IdxDatasetFile.Images("t10k-images-idx3-ubyte", [10_000, 28, 28], testImages),
        IdxDatasetFile.Labels("t10k-labels-idx1-ubyte", 10_000, new(0, 10), testLabels));

    internal override (ImageSet Train, ImageSet Test) Assemble(ImageShape shape, Func<DatasetFile, byte[]> read) =>
        (Assemble(TrainImages, TrainLabels, shape, read), Assemble(TestImages, TestLabels, shape, read));

    private ImageSet Assemble(IdxDatasetFile images, IdxDatasetFile labels, ImageShape shape, Func<DatasetFile, byte[]> read)
    {
        var pixels = read(images);
        if (IsTransposed) SquareTransposition.Apply(pixels, shape.Height);
        var classes = read(labels);
        if (labels.LabelRange is { First: > 0 and var first })
            for (var i = 0; i < classes.Length; i++) classes[i] = (byte)(classes[i] - first);
        return new(pixels, classes, shape.Channels, shape.Height, shape.Width);
    }
}
