using static TorchSharp.torch;

namespace Alma.Learning.Datasets;

/// <summary>What is to be learned: training images that a stream cuts into megabatches, test images, and the classes they fall into.</summary>
public sealed record LearningTask(string Name, int ClassCount, ResidentImages Train, ResidentImages Test) : IDisposable
{
    /// <summary>Moves a data set to the device that trains.</summary>
    public static LearningTask From(ImageDataset dataset, Device device) => new(
        dataset.Name,
        dataset.ClassCount,
        ResidentImages.From(dataset.Train, dataset.Normalisation, device),
        ResidentImages.From(dataset.Test, dataset.Normalisation, device));

    public ImageShape InputShape => Train.Shape;

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }
}
