using Alma.Learning.Compute;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Training;

public sealed class CrossEntropyTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(2, true)]
    public void Loss_OfModelsSideBySide_IsThatOfLibTorchForEach(int modelCount, bool isWeighted)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7, CPU);
        var logits = randn([modelCount, 11, 5], generator: generator).mul_(4).requires_grad_();
        var labels = randint(0, 5, [modelCount, 11], ScalarType.Int64, generator: generator);
        var weights = isWeighted ? rand([modelCount, 11], generator: generator) : null;

        var expected = (nn.functional.cross_entropy(
            logits.view(-1, 5), labels.flatten(), reduction: nn.Reduction.None) * (weights?.flatten() ?? ones(modelCount * 11))).sum() / 11;
        expected.backward();
        var given = ComputeBackend.Cpu.CrossEntropy(logits.detach(), labels, weights, 11);

        Assert.Equal(expected.item<float>(), given.Loss.item<float>(), 1e-5f * expected.item<float>());
        Assert.Equal(logits.argmax(2).eq(labels).sum().item<long>(), given.Hits.item<long>());
        Assert.True(logits.grad!.allclose(given.Gradient, 1e-5, 1e-7));
    }

    [Fact]
    public void Loss_OfHugeLogits_IsFinite()
    {
        using var scope = NewDisposeScope();
        var given = ComputeBackend.Cpu.CrossEntropy(
            tensor(new float[] { 1e30f, 0, -1e30f }).view(1, 1, 3), tensor(new long[] { 1 }).view(1, 1), null, 1);
        Assert.Equal(1e30f, given.Loss.item<float>());
        Assert.Equal(new float[] { 1, -1, 0 }, given.Gradient.data<float>().ToArray());
    }

    [Fact]
    public void Loss_OfALogitThatIsNotANumber_IsNotANumber()
    {
        using var scope = NewDisposeScope();
        var given = ComputeBackend.Cpu.CrossEntropy(
            tensor(new[] { 1, float.NaN, 0 }).view(1, 1, 3), tensor(new long[] { 0 }).view(1, 1), null, 1);
        Assert.True(float.IsNaN(given.Loss.item<float>()));
    }
}
