// B: batch, C: channels, H, W: height and width.
using Alma.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Layers;

/// <summary>What follows a batch norm in the same module.</summary>
internal enum AfterNorm
{
    Nothing,
    Relu,
    ReluAndPooling,
}

/// <summary>
/// Batch norm over (B, C, H, W) with PyTorch's names and defaults, and the activation and 2x2 max pooling after it: on a CPU, in
/// <see cref="ChannelsLast"/>, one function, elsewhere LibTorch's.
/// </summary>
internal sealed class FusedBatchNorm : nn.Module<Tensor, Tensor>, ICountedLayer
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;
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
        var isFused = BatchNormalisation.Suits(input) && (training || !is_grad_enabled());
        return (isFused ? Fused(ChannelsLast.Of(input)) : ByLibTorch(input)).MoveToOuterDisposeScope();
    }

    private Tensor ByLibTorch(Tensor input)
    {
        if (training && Worker.IsShared)
            throw new InvalidOperationException("LibTorch's batch norm knows only a rank's own part of the batch");
        if (training) BatchNormGuard.RefuseSingleValue(input);
        if (training) num_batches_tracked.add_(1);
        var output = nn.functional.batch_norm(input, running_mean, running_var, weight!, bias!, training, Momentum, Epsilon);
        if (after != AfterNorm.Nothing) output = output.relu_();
        return after == AfterNorm.ReluAndPooling ? Pooled(output) : output;
    }

    private Tensor Fused(Tensor input)
    {
        var isPooled = after == AfterNorm.ReluAndPooling && input.shape[2] % 2 == 0 && input.shape[3] % 2 == 0;
        var statistics = training ? StatisticsOf(input) : new ChannelStatistics(Doubles(running_mean), Doubles(running_var), 1);
        var output = BatchNormalisation.Apply(
            input, weight, bias, statistics, Epsilon, isActivated: after != AfterNorm.Nothing, isPooled, Worker);
        return after == AfterNorm.ReluAndPooling && !isPooled ? Pooled(output) : output;
    }

    private Tensor Pooled(Tensor input) => nn.functional.max_pool2d(input, 2, 2, ceil_mode: roundsUp);

    // Of the batch; the running ones follow it, which all workers hold in common.
    private ChannelStatistics StatisticsOf(Tensor input)
    {
        var statistics = ChannelStatistics.Of(Worker.AllGather(ChannelStatistics.Of(input)));
        BatchNormGuard.RefuseSingleValue(statistics.Count);
        if (Worker.Rank > 0) return statistics;
        Follow(running_mean.Memory<float>(), statistics.Mean, 1);
        Follow(running_var.Memory<float>(), statistics.Variance(), (double)statistics.Count / (statistics.Count - 1));
        num_batches_tracked.Memory<long>()[0]++;
        return statistics;
    }

    private static void Follow(Span<float> running, double[] current, double factor)
    {
        for (var c = 0; c < running.Length; c++) running[c] = (float)(((1 - Momentum) * running[c]) + (Momentum * factor * current[c]));
    }

    private static double[] Doubles(Tensor values) => Array.ConvertAll(values.Memory<float>().ToArray(), value => (double)value);
}
