using System.ComponentModel.DataAnnotations;
using System.Runtime.Intrinsics;
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Adadelta (Zeiler 2012): a step scaled by the ratio of running root mean squares of updates and gradients.</summary>
public sealed record AdadeltaOptions : OptimizerOptions
{
    /// <summary>Learning rate.</summary>
    [Range(0, Largest)]
    public double Lr { get; init; } = 1.0;

    /// <summary>Decay of the running averages.</summary>
    [Range(0.0, 1.0)]
    public double Rho { get; init; } = 0.9;

    /// <summary>Above 0 as a 32-bit float: with 0 the first step would be 0, and so every other.</summary>
    [Range(1e-37, LargestEps)]
    public double Eps { get; init; } = 1e-6;

    public override int StateCount => 2;

    public override Optimizer Build(Tensor values, Tensor gradients) => new Adadelta(values, gradients, this);
}

internal sealed class Adadelta : Optimizer
{
    private readonly AdadeltaOptions options;
    private readonly Tensor squareAverage;
    private readonly Tensor accumulatedDelta;

    public Adadelta(Tensor values, Tensor gradients, AdadeltaOptions options) : base(values, gradients)
    {
        this.options = options;
        squareAverage = Remember("square_avg");
        accumulatedDelta = Remember("acc_delta");
    }

    protected override void Update(Tensor values, Tensor gradients)
    {
        var gradient = Decayed(gradients, values, options.WeightDecay);
        squareAverage.mul_(options.Rho).addcmul_(gradient, gradient, 1 - options.Rho);
        var deviation = squareAverage.add(options.Eps).sqrt_();
        var delta = accumulatedDelta.add(options.Eps).sqrt_().div_(deviation).mul_(gradient);
        accumulatedDelta.mul_(options.Rho).addcmul_(delta, delta, 1 - options.Rho);
        values.add_(delta, -options.Lr);
    }

    protected override void UpdateMemory(Tensor values, Tensor gradients, int start, int end) => ElementwisePass.Run(
        new MemoryStep((float)options.Lr, (float)options.Rho, (float)(1 - options.Rho), (float)options.Eps, (float)options.WeightDecay),
        start, end, values, gradients, squareAverage, accumulatedDelta);

    private readonly record struct MemoryStep(float Lr, float Rho, float OneMinusRho, float Eps, float WeightDecay) : IElementwiseStep
    {
        public static int StateCount => 2;

        public Vector256<float> Next(
            Vector256<float> value, Vector256<float> gradient, ref Vector256<float> squareAverage, ref Vector256<float> accumulatedDelta,
            ref Vector256<float> third)
        {
            gradient += value * WeightDecay;
            squareAverage = (squareAverage * Rho) + (gradient * gradient * OneMinusRho);
            var eps = Vector256.Create(Eps);
            var delta = Vector256.Sqrt((accumulatedDelta + eps) / (squareAverage + eps)) * gradient;
            accumulatedDelta = (accumulatedDelta * Rho) + (delta * delta * OneMinusRho);
            return value - (delta * Lr);
        }
    }
}
