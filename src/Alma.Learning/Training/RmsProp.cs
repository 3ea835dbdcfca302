using System.ComponentModel.DataAnnotations;
using System.Runtime.Intrinsics;
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>RMSprop (Hinton 2012), optionally centred (Graves 2013) and with momentum (PyTorch's <c>RMSprop</c>).</summary>
public sealed record RmsPropOptions : OptimizerOptions
{
    /// <summary>Learning rate.</summary>
    [Range(0, Largest)]
    public double Lr { get; init; } = 1e-2;

    /// <summary>Decay of the running average of the squared gradient.</summary>
    [Range(0.0, 1.0)]
    public double Alpha { get; init; } = 0.99;

    [Range(0, LargestEps)]
    public double Eps { get; init; } = 1e-8;

    [Range(0.0, 1.0)]
    public double Momentum { get; init; }

    public bool Centered { get; init; }

    public override int StateCount => 1 + (Centered ? 1 : 0) + (Momentum > 0 ? 1 : 0);

    public override Optimizer Build(Tensor values, Tensor gradients) => new RmsProp(values, gradients, this);
}

internal sealed class RmsProp : Optimizer
{
    private readonly RmsPropOptions options;
    private readonly Tensor squareAverage;
    private readonly Tensor? average;
    private readonly Tensor? velocity;

    public RmsProp(Tensor values, Tensor gradients, RmsPropOptions options) : base(values, gradients)
    {
        this.options = options;
        squareAverage = Remember("square_avg");
        if (options.Centered) average = Remember("grad_avg");
        if (options.Momentum > 0) velocity = Remember("momentum_buffer");
    }

    protected override void Update(Tensor values, Tensor gradients)
    {
        var gradient = Decayed(gradients, values, options.WeightDecay);
        squareAverage.mul_(options.Alpha).addcmul_(gradient, gradient, 1 - options.Alpha);
        var deviation = Variance(gradient).sqrt_().add_(options.Eps);
        if (velocity is null) values.addcdiv_(gradient, deviation, -options.Lr);
        else values.add_(velocity.mul_(options.Momentum).addcdiv_(gradient, deviation, 1), -options.Lr);
    }

    protected override void UpdateMemory(Tensor values, Tensor gradients, int start, int end)
    {
        var step = new MemoryStep(
            (float)options.Lr, (float)options.Alpha, (float)(1 - options.Alpha), (float)options.Eps, (float)options.Momentum,
            (float)options.WeightDecay, average is not null);
        // Without momentum the velocity is the update itself, without centring the average stays zero: these are then not kept.
        ElementwisePass.Run(
            step, start, end, values, gradients, squareAverage, velocity ?? zeros_like(values), average ?? zeros_like(values));
    }

    private Tensor Variance(Tensor gradient)
    {
        if (average is null) return squareAverage.clone();
        average.mul_(options.Alpha).add_(gradient, 1 - options.Alpha);
        return squareAverage.addcmul(average, average, -1);
    }

    private readonly record struct MemoryStep(
        float Lr, float Alpha, float OneMinusAlpha, float Eps, float Momentum, float WeightDecay, bool IsCentered) : IElementwiseStep
    {
        public static int StateCount => 3;

        public Vector256<float> Next(
            Vector256<float> value, Vector256<float> gradient, ref Vector256<float> squareAverage, ref Vector256<float> velocity,
            ref Vector256<float> average)
        {
            gradient += value * WeightDecay;
            squareAverage = (squareAverage * Alpha) + (gradient * gradient * OneMinusAlpha);
            if (IsCentered) average = (average * Alpha) + (gradient * OneMinusAlpha);
            var deviation = Vector256.Sqrt(squareAverage - (average * average)) + Vector256.Create(Eps);
            velocity = (velocity * Momentum) + (gradient / deviation);
            return value - (velocity * Lr);
        }
    }
}
