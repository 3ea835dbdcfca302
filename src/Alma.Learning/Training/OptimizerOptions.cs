using System.ComponentModel.DataAnnotations;
using Alma.Learning.Architectures;

namespace Alma.Learning.Training;

/// <summary>Which optimizer trains, and how: the section <c>optim</c>. Keys and defaults are PyTorch's.</summary>
public abstract record OptimizerOptions
{
    /// <summary>L2 regularisation (AdamW: decoupled decay).</summary>
    [Range(0, double.MaxValue)]
    public virtual double WeightDecay { get; init; }

    /// <summary>A fresh optimizer over a network's parameters.</summary>
    public abstract Optimizer Build(FlatParameters parameters);
}
