using Alma.Learning.Architectures.Moe;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Architectures;

public sealed class GateTests
{
    private static readonly float[] scores = [1, 2, 0];

    [Fact]
    public void SoftGate_WeighsBySoftmax()
    {
        using var scope = NewDisposeScope();
        using var gate = new Gate(nn.Identity(), null, new NoiseSource());
        var weights = gate.call(Scores(1)).data<float>().ToArray();
        var expected = scores.Select(MathF.Exp).Select(e => e / scores.Sum(MathF.Exp));
        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(HardGateEstimator.Categorical)]
    [InlineData(HardGateEstimator.Gumbel)]
    [InlineData(HardGateEstimator.StraightThrough)]
    public void HardGate_InEvaluation_TakesTheLargestScore(HardGateEstimator estimator)
    {
        using var scope = NewDisposeScope();
        using var gate = new Gate(nn.Identity(), estimator, new NoiseSource());
        gate.eval();
        Assert.Equal([0f, 1, 0], gate.call(Scores(1)).data<float>().ToArray());
    }

    [Theory]
    [InlineData(HardGateEstimator.Categorical)]
    [InlineData(HardGateEstimator.Gumbel)]
    public void HardGate_InTraining_DrawsExpertsInProportionToTheSoftmax(HardGateEstimator estimator)
    {
        using var scope = NewDisposeScope();
        const int draws = 20_000;
        var weights = TrainingGate(estimator).call(Scores(draws));

        Assert.True(weights.sum(1).allclose(ones(draws)));
        Assert.True(weights.max(1).values.allclose(ones(draws)));
        var frequencies = weights.mean([0]).data<float>().ToArray();
        var probabilities = Scores(1).softmax(1).data<float>().ToArray();
        // Four standard deviations of a proportion over 20,000 draws are below 0.015.
        Assert.All(probabilities.Zip(frequencies), pair => Assert.Equal(pair.First, pair.Second, 0.015));
    }

    [Theory]
    [InlineData(HardGateEstimator.Categorical)]
    [InlineData(HardGateEstimator.StraightThrough)]
    public void HardGate_InTraining_PassesTheGradientOfTheSoftmax(HardGateEstimator estimator)
    {
        using var scope = NewDisposeScope();
        var direction = tensor(new float[] { 0.3f, -1, 2 });
        var hard = Scores(1).requires_grad_();
        (TrainingGate(estimator).call(hard) * direction).sum().backward();
        var soft = Scores(1).requires_grad_();
        (soft.softmax(1) * direction).sum().backward();
        Assert.True(hard.grad!.allclose(soft.grad!, 1e-5, 1e-7));
    }

    [Fact]
    public void GumbelGate_InTraining_PassesTheGradientOfThePerturbedSoftmax()
    {
        using var scope = NewDisposeScope();
        var direction = tensor(new float[] { 0.3f, -1, 2 });
        var hard = Scores(1).requires_grad_();
        (TrainingGate(HardGateEstimator.Gumbel).call(hard) * direction).sum().backward();
        using var sameDraws = new NoiseSource();
        sameDraws.DrawFrom(new Generator(3, CPU));
        var perturbed = (Scores(1) + sameDraws.GumbelLike(Scores(1))).requires_grad_();
        (perturbed.softmax(1) * direction).sum().backward();
        Assert.True(hard.grad!.allclose(perturbed.grad!, 1e-5, 1e-7));
    }

    [Fact]
    public void HardGate_InTrainingWithoutAGenerator_IsRefused()
    {
        using var scope = NewDisposeScope();
        using var gate = new Gate(nn.Identity(), HardGateEstimator.Categorical, new NoiseSource());
        Assert.Throws<InvalidOperationException>(() => gate.call(Scores(1)));
    }

    private static Gate TrainingGate(HardGateEstimator estimator)
    {
        var noise = new NoiseSource();
        noise.DrawFrom(new Generator(3, CPU));
        return new Gate(nn.Identity(), estimator, noise);
    }

    // (rows, 3), every row the same.
    private static Tensor Scores(int rows) => tensor(scores).unsqueeze(0).repeat(rows, 1);
}
