using System.ComponentModel.DataAnnotations;
using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Stochastic gradient descent with momentum, plain or Nesterov's (PyTorch's <c>SGD</c>).</summary>
public sealed record SgdOptions : OptimizerOptions, IValidatableObject
{
    /// <summary>Learning rate.</summary>
    [Range(0, double.MaxValue)]
    public required double Lr { get; init; }

    [Range(0, double.MaxValue)]
    public double Momentum { get; init; }

    [Range(0.0, 1.0)]
    public double Dampening { get; init; }

    public bool Nesterov { get; init; }

    public override Optimizer Build(FlatParameters parameters) => new StochasticGradientDescent(parameters, this);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
            yield return new ValidationResult("Nesterov momentum needs a momentum above 0 and no dampening", [nameof(Nesterov)]);
    }
}

internal sealed class StochasticGradientDescent : Optimizer
{
    private readonly SgdOptions options;
    private readonly Tensor? velocity;

    public StochasticGradientDescent(FlatParameters parameters, SgdOptions options) : base(parameters)
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
}
