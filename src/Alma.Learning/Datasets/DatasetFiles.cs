using System.Collections.Immutable;

namespace Alma.Learning.Datasets;

/// <summary>The four IDX files of a dataset in MNIST's form.</summary>
public sealed record DatasetFiles(DatasetFile TrainImages, DatasetFile TrainLabels, DatasetFile TestImages, DatasetFile TestLabels)
{
    public ImmutableArray<DatasetFile> All => [TrainImages, TrainLabels, TestImages, TestLabels];

    internal static DatasetFiles Mnist(string trainImages, string trainLabels, string testImages, string testLabels) => new(
        new("train-images-idx3-ubyte", [60_000, 28, 28], trainImages),
        new("train-labels-idx1-ubyte", [60_000], trainLabels),
        new("t10k-images-idx3-ubyte", [10_000, 28, 28], testImages),
        new("t10k-labels-idx1-ubyte", [10_000], testLabels));
}
