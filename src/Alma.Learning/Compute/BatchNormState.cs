// C: channels.
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>What follows a batch norm in the same module.</summary>
internal enum AfterNorm
{
    Nothing,
    Relu,
    ReluAndPooling,
}

/// <summary>A batch norm with PyTorch's names and defaults, and the activation and 2x2 max pooling after it.</summary>
/// <param name="Weight">(C), or null for ones.</param>
/// <param name="Bias">(C), or null for zeros.</param>
/// <param name="RunningMean">(C).</param>
/// <param name="RunningVariance">(C).</param>
/// <param name="BatchCount">(), int64: batches that the running statistics followed.</param>
/// <param name="RoundsUp">Whether the pooling keeps an odd last row and column.</param>
internal sealed record BatchNormState(
    Parameter? Weight, Parameter? Bias, Tensor RunningMean, Tensor RunningVariance, Tensor BatchCount, AfterNorm After, bool RoundsUp)
{
    /// <summary>What the last batch counts in the running statistics.</summary>
    public const double Momentum = 0.1;

    /// <summary>Added to the variance.</summary>
    public const double Epsilon = 1e-5;
}
