using Alma.Data;
using Alma.Learning.Architectures.Mixer;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class MlpMixerTests
{
    [Fact]
    public void Structure_WithPatchesThatDoNotDivideTheImage_NamesThoseThatDo()
    {
        var options = new MlpMixerOptions { PatchSize = 5, Dim = 8, Depth = 1 };
        var error = Assert.Throws<LearningException>(() => options.Structure(new ImageShape(1, 28, 28), 10));
        Assert.EndsWith("Valid for PatchSize: 1, 2, 4, 7, 14, 28.", error.Message);
    }

    [Fact]
    public void Dropout_InTraining_ZeroesThatPartAndKeepsTheMean()
    {
        using var scope = NewDisposeScope();
        using var noise = new NoiseSource();
        noise.DrawFrom(new Generator(1, CPU));
        using var dropout = new Dropout(0.3, noise);
        var dropped = dropout.call(ones(100_000));
        // Four standard deviations of a proportion over 100,000 draws are below 0.006.
        Assert.Equal(0.3, dropped.eq(0).to(ScalarType.Float64).mean().item<double>(), 0.006);
        Assert.Equal(1, dropped.mean().item<float>(), 0.01);
        dropout.eval();
        Assert.True(dropout.call(ones(10)).allclose(ones(10)));
    }
}
