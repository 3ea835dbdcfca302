using System.ComponentModel.DataAnnotations;
using Alma.Learning.Architectures;
using static TorchSharp.torch;

namespace Alma.Learning.Training;

/// <summary>Which optimizer trains, and how: the section <c>optim</c>. Keys and defaults are PyTorch's.</summary>
public abstract record OptimizerOptions
{
    /// <summary>L2 regularisation (AdamW: decoupled decay).</summary>
    [Range(0, double.MaxValue)]
    public virtual double WeightDecay { get; init; }

    /// <summary>A fresh optimizer over a network's parameters.</summary>
    public Optimizer Build(FlatParameters parameters) => Build(parameters.Values, parameters.Gradients);

    /// <summary>A fresh optimizer.</summary>
    /// <param name="values">What it steps: float32 of any shape, contiguous.</param>
    /// <param name="gradients">Of the same shape, contiguous.</param>
    public abstract Optimizer Build(Tensor values, Tensor gradients);
}
