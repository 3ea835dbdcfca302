using System.ComponentModel.DataAnnotations;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Which optimizer trains, and how: the section <c>optim</c>. Keys and defaults are PyTorch's.</summary>
public abstract record OptimizerOptions
{
    /// <summary>The largest rate or decay: parameters are 32-bit floats, and more would be infinite among them.</summary>
    public const double Largest = 1e38;

    /// <summary>The largest <c>eps</c>: one beside which every gradient vanishes would train nothing.</summary>
    public const double LargestEps = 1;

    /// <summary>L2 regularisation (AdamW: decoupled decay).</summary>
    [Range(0, Largest)]
    public virtual double WeightDecay { get; init; }

    /// <summary>How many numbers it remembers for each parameter: what a run's memory is estimated by.</summary>
    public virtual int StateCount => 0;

    /// <summary>A fresh optimizer over a network's parameters.</summary>
    public Optimizer Build(FlatParameters parameters) => Build(parameters.Values, parameters.Gradients);

    /// <summary>A fresh optimizer.</summary>
    /// <param name="values">What it steps: float32 of any shape, contiguous.</param>
    /// <param name="gradients">Of the same shape, contiguous.</param>
    public abstract Optimizer Build(Tensor values, Tensor gradients);
}
