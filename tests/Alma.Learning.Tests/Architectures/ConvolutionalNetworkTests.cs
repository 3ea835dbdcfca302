using Alma.Data;
using Alma.Learning.Architectures.Firefly;
using Alma.Learning.Architectures.Subnet;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class ConvolutionalNetworkTests
{
    public static TheoryData<int, int> Sizes =>
        new() { { 1, 1 }, { 4, 4 }, { 8, 8 }, { 28, 28 }, { 31, 40 }, { 32, 32 }, { 63, 32 }, { 64, 96 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Network_OnImagesOfAnySize_GivesALogitPerClass(int height, int width)
    {
        using var scope = NewDisposeScope();
        foreach (var name in (string[])["LeNet5", "VGG", "MoE_VGG", "SubnetVGG", "FireflyVGG", "ResNet18"])
        {
            using var network = ArchitectureCases.Build(name, new ImageShape(1, height, width));
            network.EvaluationMode();
            Assert.Equal([3, 10], network.Forward(zeros(3, 1, height, width)).shape);
        }
    }

    [Fact]
    public void FireflyVgg_OfVaryingWidths_NamesItsConvolutions()
    {
        var structure = new FireflyVgg(ReferenceNetworks.Cifar, 10, [.. Enumerable.Range(3, 16)]);
        using var generator = new Generator(1, CPU);
        using var network = new Network(structure, CPU, generator);

        var shapes = network.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Value.shape);
        var widths = structure.ConvolutionNames().Select(name => (int)shapes[$"{name}.module.weight"][0]);
        Assert.Equal(structure.Widths.Append(10), widths);
    }

    [Fact]
    public void SubnetConvolution_UsesTheWeightsOfLargestScore()
    {
        using var scope = NewDisposeScope();
        using var convolution = new SubnetConvolution(1, 4, (1, 1), padding: 0, pruneRate: 0.5);
        using (no_grad())
        {
            convolution.weight.copy_(tensor(new float[] { 1, 2, 3, 4 }).view(4, 1, 1, 1));
            convolution.scores.copy_(tensor(new float[] { -9, 0.1f, 0.5f, -2 }).view(4, 1, 1, 1));
        }
        var output = convolution.call(ones(1, 1, 1, 1));

        // Half of four weights is two, and the one at the threshold is used as well.
        Assert.Equal([1f, 0, 3, 4], output.flatten().data<float>().ToArray());
        output.sum().backward();
        Assert.Equal([-1f, 2, 3, -4], convolution.scores.grad!.flatten().data<float>().ToArray());
    }

    [Fact]
    public void BatchNorm_TrainedOnASingleValue_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var network = ArchitectureCases.Build("VGG", new ImageShape(1, 4, 4));
        network.TrainingMode();
        Assert.Contains("TrainingBatchSize", Assert.Throws<LearningException>(() => network.Forward(zeros(1, 1, 4, 4))).Message);
        Assert.Equal([2, 10], network.Forward(zeros(2, 1, 4, 4)).shape);
        network.EvaluationMode();
        Assert.Equal([1, 10], network.Forward(zeros(1, 1, 4, 4)).shape);
    }
}
