using Alma.Data;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

/// <summary>
/// Images and classes other than the usual: every architecture takes them or says what it needs, and none ends the process.
/// </summary>
public sealed class MisfitTests
{
    private static readonly long[][] otherShapes =
        [[2, 3, 28, 28], [2, 1, 28, 27], [2, 1, 14, 14], [2, 784], [2, 1, 28, 28, 1], [1, 28, 28], [2, 0, 28, 28], [2, 1, 56, 14]];

    private static readonly ImageShape[] smallShapes = [new(1, 1, 1), new(3, 1, 5), new(1, 7, 9), new(2, 33, 2), new(4, 32, 32)];

    public static TheoryData<string> Names => ArchitectureCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_ImagesOfAnotherShape_IsRefused(string name)
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build(name, ReferenceNetworks.Mnist);
        foreach (var shape in otherShapes)
        {
            var images = zeros(shape);
            var refusal = Assert.Throws<LearningException>(() => network.Forward(images));
            Assert.Contains("takes images (1, 28, 28)", refusal.Message, StringComparison.Ordinal);
            using var noGradient = no_grad();
            Assert.Throws<LearningException>(() => network.Forward(images));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Network_OfAnyClassesAndSizes_PredictsOrIsRefused(string name)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        foreach (var shape in smallShapes)
        {
            foreach (var classCount in new[] { 1, 3, 300 })
            {
                if (Structure(name, shape, classCount) is not { } structure) continue;
                using var network = new Network(structure, CPU, generator);
                network.EvaluationMode();
                Assert.Equal(
                    [2, classCount], network.Forward(randn(2, shape.Channels, shape.Height, shape.Width, generator: generator)).shape);
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(28)]
    [InlineData(64)]
    [InlineData(int.MaxValue)]
    public void MlpMixer_PatchesThatDoNotDivideTheImage_IsRefused(int side)
    {
        var refusal = Assert.Throws<LearningException>(() => new MlpMixer(ReferenceNetworks.Cifar, 10, side, 8, 1, 2, 0));
        Assert.Contains("Valid for PatchSize: 1, 2, 4, 8, 16, 32.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 28, 28)]
    [InlineData(3, 28, 27)]
    public void Task_ThatContradictsItself_IsRefused(byte label, int height, int width)
    {
        var train = new ImageSet(new byte[2 * 784], [0, label], 1, 28, 28);
        var test = new ImageSet(new byte[height * width], [1], 1, height, width);

        Assert.Throws<DatasetException>(() =>
            LearningTask.From(new ImageDataset("mine", 10, train, test, new([0], [1]), new Dictionary<string, string>()), CPU));
    }

    private static NetworkStructure? Structure(string name, ImageShape shape, int classCount)
    {
        try
        {
            return ArchitectureCases.All[name].Structure(shape, classCount);
        }
        catch (LearningException refusal) when (refusal.Message.StartsWith("MLPMixer cuts images of ", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
