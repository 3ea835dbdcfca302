using System.ComponentModel.DataAnnotations;
using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Adadelta (Zeiler 2012): a step scaled by the ratio of running root mean squares of updates and gradients.</summary>
public sealed record AdadeltaOptions : OptimizerOptions
{
    /// <summary>Learning rate.</summary>
    [Range(0, double.MaxValue)]
    public double Lr { get; init; } = 1.0;

    /// <summary>Decay of the running averages.</summary>
    [Range(0.0, 1.0)]
    public double Rho { get; init; } = 0.9;

    [Range(0, double.MaxValue)]
    public double Eps { get; init; } = 1e-6;

    public override Optimizer Build(FlatParameters parameters) => new Adadelta(parameters, this);
}

internal sealed class Adadelta : Optimizer
{
    private readonly AdadeltaOptions options;
    private readonly Tensor squareAverage;
    private readonly Tensor accumulatedDelta;

    public Adadelta(FlatParameters parameters, AdadeltaOptions options) : base(parameters)
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
}
