using Alma.Data;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training.Augmentations;

/// <summary>What torchvision makes of one small image.</summary>
internal static class ReferenceImages
{
    public static ImageShape Shape { get; } = new(3, 4, 5);

    /// <summary>(2, 3, 4, 5): the image, twice.</summary>
    public static Tensor Batch() =>
        tensor([.. Enumerable.Range(0, Shape.Size).Select(j => (float)(0.5 + 0.5 * Math.Sin(0.37 * j)))])
            .view(1, 3, 4, 5)
            .expand(2, 3, 4, 5);

    public static void AssertIs(string name, Tensor batch)
    {
        var expected = ReferenceNumbers.Read("augmentations.json").GetProperty("cases").GetProperty(name).Numbers();
        for (var image = 0; image < 2; image++)
        {
            using var one = batch[image].contiguous();
            Assert.Equal(expected, one.data<float>().ToArray().Select(value => (double)value), (a, b) => Math.Abs(a - b) < 5e-4);
        }
    }
}
