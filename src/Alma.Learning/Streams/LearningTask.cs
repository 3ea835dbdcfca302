using Alma.Data;
using static TorchSharp.torch;

namespace Alma.Learning.Streams;

/// <summary>
/// What is to be learned: training images that a stream cuts into megabatches, test images, and the classes they fall into.
/// </summary>
public sealed record LearningTask(string Name, int ClassCount, LabelledImages Train, LabelledImages Test) : IDisposable
{
    /// <summary>How classes come with the stream; null where all are known from the start.</summary>
    public ClassArrivals? Classes { get; init; }

    /// <summary>Moves a data set to the device that trains.</summary>
    /// <param name="classes">How they come with its stream, where not all are known from the start.</param>
    /// <exception cref="DatasetException">Training and test images differ in shape, or a label is none of the classes.</exception>
    public static LearningTask From(ImageDataset dataset, Device device, ClassArrivals? classes = null)
    {
        var (train, test) = (dataset.Train, dataset.Test);
        if ((train.Channels, train.Height, train.Width) != (test.Channels, test.Height, test.Width))
            throw new DatasetException(
                $"{dataset.Name}: training images are {Shape(train)}, test images {Shape(test)}; they must be alike.");
        foreach (var labels in new[] { train.Labels, test.Labels })
            if (labels.Length > 0 && labels.Max() is var largest && largest >= dataset.ClassCount)
                throw new DatasetException($"{dataset.Name}: found the label {largest}, valid are 0 to {dataset.ClassCount - 1}.");
        return new(
            dataset.Name,
            dataset.ClassCount,
            LabelledImages.From(train, dataset.Normalisation, device, classes),
            LabelledImages.From(test, dataset.Normalisation, device, classes))
        {
            Classes = classes,
        };
    }

    /// <summary>Classes that are known once the megabatch of this index is there.</summary>
    public int ClassCountAfter(int megabatch) => Classes?.CountAfter(megabatch) ?? ClassCount;

    public ImageShape InputShape => Train.Shape;

    private static ImageShape Shape(ImageSet images) => new(images.Channels, images.Height, images.Width);

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
