using System.ComponentModel.DataAnnotations;
using System.Runtime.Intrinsics;
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Adam (Kingma and Ba 2015), with weight decay as L2 regularisation.</summary>
public record AdamOptions : OptimizerOptions
{
    /// <summary>Learning rate.</summary>
    [Range(0, Largest)]
    public double Lr { get; init; } = 1e-3;

    /// <summary>Decay of the running averages of the gradient and of its square; two values in [0, 1).</summary>
    [Length(2, 2, ErrorMessage = "a list of two"), Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double[] Betas { get; init; } = [0.9, 0.999];

    [Range(0, LargestEps)]
    public double Eps { get; init; } = 1e-8;

    public override int StateCount => 2;

    public override Optimizer Build(Tensor values, Tensor gradients) => new Adam(values, gradients, this, decoupledDecay: false);
}

/// <summary>AdamW (Loshchilov and Hutter 2019): Adam with weight decay apart from the gradient.</summary>
public sealed record AdamWOptions : AdamOptions
{
    public override double WeightDecay { get; init; } = 1e-2;

    public override Optimizer Build(Tensor values, Tensor gradients) => new Adam(values, gradients, this, decoupledDecay: true);
}

internal sealed class Adam : Optimizer
{
    private readonly AdamOptions options;
    private readonly bool decoupledDecay;
    private readonly Tensor average;
    private readonly Tensor squareAverage;

    public Adam(Tensor values, Tensor gradients, AdamOptions options, bool decoupledDecay) : base(values, gradients)
    {
        this.options = options;
        this.decoupledDecay = decoupledDecay;
        average = Remember("exp_avg");
        squareAverage = Remember("exp_avg_sq");
    }

    protected override void Update(Tensor values, Tensor gradients)
    {
        var (beta1, beta2) = (options.Betas[0], options.Betas[1]);
        if (decoupledDecay) values.mul_(1 - (options.Lr * options.WeightDecay));
        var gradient = decoupledDecay ? gradients : Decayed(gradients, values, options.WeightDecay);
        average.mul_(beta1).add_(gradient, 1 - beta1);
        squareAverage.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
        var deviation = squareAverage.sqrt().div_(Math.Sqrt(1 - Math.Pow(beta2, StepCount))).add_(options.Eps);
        values.addcdiv_(average, deviation, -options.Lr / (1 - Math.Pow(beta1, StepCount)));
    }

    protected override void UpdateMemory(Tensor values, Tensor gradients, int start, int end)
    {
        var (beta1, beta2) = (options.Betas[0], options.Betas[1]);
        var step = new MemoryStep(
            Beta1: (float)beta1,
            OneMinusBeta1: (float)(1 - beta1),
            Beta2: (float)beta2,
            OneMinusBeta2: (float)(1 - beta2),
            Eps: (float)options.Eps,
            Kept: decoupledDecay ? (float)(1 - (options.Lr * options.WeightDecay)) : 1,
            WeightDecay: decoupledDecay ? 0 : (float)options.WeightDecay,
            StepSize: (float)(options.Lr / (1 - Math.Pow(beta1, StepCount))),
            DeviationScale: (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, StepCount))));
        ElementwisePass.Run(step, start, end, values, gradients, average, squareAverage);
    }

    private readonly record struct MemoryStep(
        float Beta1, float OneMinusBeta1, float Beta2, float OneMinusBeta2, float Eps, float Kept, float WeightDecay, float StepSize,
        float DeviationScale)
        : IElementwiseStep
    {
        public static int StateCount => 2;

        public Vector256<float> Next(
            Vector256<float> value, Vector256<float> gradient, ref Vector256<float> average, ref Vector256<float> squareAverage,
            ref Vector256<float> third)
        {
            gradient += value * WeightDecay;
            average = (average * Beta1) + (gradient * OneMinusBeta1);
            squareAverage = (squareAverage * Beta2) + (gradient * gradient * OneMinusBeta2);
            var deviation = (Vector256.Sqrt(squareAverage) * DeviationScale) + Vector256.Create(Eps);
            return (value * Kept) - (average / deviation * StepSize);
        }
    }
}
