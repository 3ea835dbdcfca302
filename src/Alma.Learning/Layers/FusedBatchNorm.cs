// B: batch, C: channels, H, W: height and width.
using Alma.Kernels;
using Alma.Learning.Compute;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Layers;

/// <summary>
/// Batch norm over (B, C, H, W) with PyTorch's names and defaults, and the activation and 2x2 max pooling after it: for a backend that
/// can, one function.
/// </summary>
internal sealed class FusedBatchNorm : BackendLayer, ICountedLayer
{
    private readonly Parameter? weight; // (C)
    private readonly Parameter? bias; // (C)
    private readonly Tensor running_mean; // (C)
    private readonly Tensor running_var; // (C)
    private readonly Tensor num_batches_tracked; // (), int64
    private readonly AfterNorm after;
    private readonly bool roundsUp;

    /// <param name="affine">Whether it has a weight and a bias.</param>
    /// <param name="roundsUp">Whether the pooling keeps an odd last row and column.</param>
    public FusedBatchNorm(int channels, AfterNorm after, bool affine = true, bool roundsUp = false) : base(nameof(FusedBatchNorm))
    {
        if (affine) (weight, bias) = (nn.Parameter(ones(channels)), nn.Parameter(zeros(channels)));
        (running_mean, running_var, num_batches_tracked) = (zeros(channels), ones(channels), tensor(0L));
        (this.after, this.roundsUp) = (after, roundsUp);
        RegisterComponents();
    }

    /// <summary>The worker that computes this module, where several share a step: its statistics are those of the whole batch.</summary>
    public Worker Worker { get; set; } = Worker.Alone;

    /// <summary>Two for each value, one without weights. Its output may be pooled.</summary>
    public long MultiplyAdds(Tensor input, Tensor output) => (weight is null ? 1 : 2) * input.numel();

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var state = new BatchNormState(weight, bias, running_mean, running_var, num_batches_tracked, after, roundsUp);
        return Backend.BatchNorm(input, state, training, Worker).MoveToOuterDisposeScope();
    }
}
