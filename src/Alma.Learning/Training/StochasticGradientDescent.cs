using System.ComponentModel.DataAnnotations;
using System.Runtime.Intrinsics;
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Stochastic gradient descent with momentum, plain or Nesterov's (PyTorch's <c>SGD</c>).</summary>
public sealed record SgdOptions : OptimizerOptions, IValidatableObject
{
    /// <summary>Learning rate.</summary>
    [Range(0, Largest)]
    public required double Lr { get; init; }

    [Range(0.0, 1.0)]
    public double Momentum { get; init; }

    [Range(0.0, 1.0)]
    public double Dampening { get; init; }

    public bool Nesterov { get; init; }

    public override int StateCount => Momentum > 0 ? 1 : 0;

    public override Optimizer Build(Tensor values, Tensor gradients) => new StochasticGradientDescent(values, gradients, this);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            yield return new ValidationResult("needs a momentum above 0 and no dampening", [nameof(Nesterov)]);
    }
}

internal sealed class StochasticGradientDescent : Optimizer
{
    private readonly SgdOptions options;
    private readonly Tensor? velocity;

    public StochasticGradientDescent(Tensor values, Tensor gradients, SgdOptions options) : base(values, gradients)
    {
        this.options = options;
        if (options.Momentum > 0) velocity = Remember("momentum_buffer");
    }

    protected override void Update(Tensor values, Tensor gradients)
    {
        var gradient = Decayed(gradients, values, options.WeightDecay);
        if (velocity is null)
        {
            values.add_(gradient, -options.Lr);
            return;
        }
        // The first step takes the gradient whole, without dampening.
        if (StepCount == 1) velocity.copy_(gradient);
        else velocity.mul_(options.Momentum).add_(gradient, 1 - options.Dampening);
        values.add_(options.Nesterov ? gradient.add(velocity, options.Momentum) : velocity, -options.Lr);
    }

    protected override void UpdateMemory(Tensor values, Tensor gradients, int start, int end)
    {
        var (lr, decay) = ((float)options.Lr, (float)options.WeightDecay);
        // The first step takes the gradient whole, without dampening.
        var ofGradient = StepCount == 1 ? 1 : (float)(1 - options.Dampening);
        if (velocity is null) ElementwisePass.Run(new PlainStep(lr, decay), start, end, values, gradients);
        else ElementwisePass.Run(
            new MomentumStep(lr, decay, (float)options.Momentum, ofGradient, options.Nesterov), start, end, values, gradients, velocity);
    }

    private readonly record struct PlainStep(float Lr, float WeightDecay) : IElementwiseStep
    {
        public static int StateCount => 0;

        public Vector256<float> Next(
            Vector256<float> value, Vector256<float> gradient, ref Vector256<float> first, ref Vector256<float> second,
            ref Vector256<float> third) =>
            value - ((gradient + (value * WeightDecay)) * Lr);
    }

    private readonly record struct MomentumStep(float Lr, float WeightDecay, float Momentum, float OfGradient, bool IsNesterov)
        : IElementwiseStep
    {
        public static int StateCount => 1;

        public Vector256<float> Next(
            Vector256<float> value, Vector256<float> gradient, ref Vector256<float> velocity, ref Vector256<float> second,
            ref Vector256<float> third)
        {
            gradient += value * WeightDecay;
            velocity = (velocity * Momentum) + (gradient * OfGradient);
            return value - ((IsNesterov ? gradient + (velocity * Momentum) : velocity) * Lr);
        }
    }
}
