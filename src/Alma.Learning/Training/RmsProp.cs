using System.ComponentModel.DataAnnotations;
using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>RMSprop (Hinton 2012), optionally centred (Graves 2013) and with momentum (PyTorch's <c>RMSprop</c>).</summary>
public sealed record RmsPropOptions : OptimizerOptions
{
    /// <summary>Learning rate.</summary>
    [Range(0, double.MaxValue)]
    public double Lr { get; init; } = 1e-2;

    /// <summary>Decay of the running average of the squared gradient.</summary>
    [Range(0.0, 1.0)]
    public double Alpha { get; init; } = 0.99;

    [Range(0, double.MaxValue)]
    public double Eps { get; init; } = 1e-8;

    [Range(0, double.MaxValue)]
    public double Momentum { get; init; }

    public bool Centered { get; init; }

    public override Optimizer Build(FlatParameters parameters) => new RmsProp(parameters, this);
}

internal sealed class RmsProp : Optimizer
{
    private readonly RmsPropOptions options;
    private readonly Tensor squareAverage;
    private readonly Tensor? average;
    private readonly Tensor? velocity;

    public RmsProp(FlatParameters parameters, RmsPropOptions options) : base(parameters)
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

    private Tensor Variance(Tensor gradient)
    {
        if (average is null) return squareAverage.clone();
        average.mul_(options.Alpha).add_(gradient, 1 - options.Alpha);
        return squareAverage.addcmul(average, average, -1);
    }
}
