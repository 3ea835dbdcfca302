// M: models, B: batch, C: channels, K: classes.
using Alma.Kernels;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Alma.Learning.Compute;

/// <summary>
/// Kernels that pass over the memory of tensors on a CPU. What a kernel does not take (too few channels for a vector, say) is left to
/// LibTorch.
/// </summary>
internal sealed class CpuBackend : TorchBackend
{
    public override bool SharesSteps => true;

    public override Tensor GatherImages(Tensor images, Tensor indices, Tensor scale, Tensor shift)
    {
        if (images.numel() > int.MaxValue) return base.GatherImages(images, indices, scale, shift);
        var gathered = empty([indices.shape[0], .. images.shape[1..]]);
        PixelGather.Run(
            images.Memory<byte>(), indices.contiguous().Memory<long>(), scale.Memory<float>(), shift.Memory<float>(),
            gathered.Memory<float>());
        return gathered;
    }

    public override Tensor InFastLayout(Tensor images) => ChannelsLast.Of(images);

    public override AffineMaps AffineMaps(AffineParameters parameters) => new ConsecutiveAffineMaps(parameters);

    public override Tensor ReluBackward(Tensor gradient, Tensor output)
    {
        Rectifier.Backward(gradient.Memory<float>(), output.Memory<float>());
        return gradient;
    }

    public override ExpertMixture MixExperts(ExpertRouting routing, GateRule rule, Tensor hidden, Tensor? noise) =>
        new VectorisedMixture(routing, rule, hidden, noise);

    public override Tensor BatchNorm(Tensor input, BatchNormState norm, bool training, Worker worker)
    {
        var isFused = BatchNormalisation.Suits(input) && (training || !is_grad_enabled());
        return isFused ? Fused(ChannelsLast.Of(input), norm, training, worker) : base.BatchNorm(input, norm, training, worker);
    }

    public override Tensor MaxPool2d(Tensor input, bool roundsUp) =>
        Pooling.Suits(input) ? Pooling.Apply(input) : base.MaxPool2d(input, roundsUp);

    public override Tensor AdaptiveAveragePool(Tensor input, int side) => nn.functional.adaptive_avg_pool2d(input, [side, side]);

    public override (Tensor Neurons, Tensor Born) SplitNeurons(
        Tensor known, Tensor? fresh, Tensor scale, Tensor shift, Tensor? gates, double alpha)
    {
        var width = (int)scale.shape[0];
        var candidates = (int)known.shape[1] - (2 * width);
        if (!SplitActivation.Suits(known, width, candidates)) return base.SplitNeurons(known, fresh, scale, shift, gates, alpha);
        return new SplitActivation(scale.data<float>().ToArray(), shift.data<float>().ToArray(), candidates, (float)alpha)
            .Apply(known, fresh, gates);
    }

    public override BatchLoss CrossEntropy(Tensor logits, Tensor labels, Tensor? weights, int batchSize)
    {
        var gradient = empty_like(logits);
        var (ofModel, batch) = (logits.numel() / logits.shape[0], (int)labels.shape[1]);
        var (loss, hits) = (0f, 0L);
        for (var m = 0; m < logits.shape[0]; m++)
        {
            var (values, examples) = (new Range((int)(m * ofModel), (int)((m + 1) * ofModel)), new Range(m * batch, (m + 1) * batch));
            var (ofOne, hitsOfOne) = SoftmaxCrossEntropy.Run(
                logits.Memory<float>()[values],
                labels.Memory<long>()[examples],
                weights is null ? [] : weights.Memory<float>()[examples],
                batchSize,
                gradient.Memory<float>()[values]);
            (loss, hits) = (loss + ofOne, hits + hitsOfOne);
        }
        return new BatchLoss(loss, hits, gradient);
    }

    public override void Step(IParameterUpdate update) => update.InMemory(0, (int)update.Values.numel());

    public override void Step(IParameterUpdate update, WorkerThreads workers, IReadOnlyList<Tensor> more) =>
        workers.Run((int)update.Values.numel(), (_, start, length) =>
        {
            using var scope = NewDisposeScope();
            var sum = update.Gradients.Memory<float>().Slice(start, length);
            foreach (var others in more) TensorPrimitives.Add(sum, others.Memory<float>().Slice(start, length), sum);
            update.InMemory(start, start + length);
        });

    private static Tensor Fused(Tensor input, BatchNormState norm, bool training, Worker worker)
    {
        var isPooled = norm.After == AfterNorm.ReluAndPooling && input.shape[2] % 2 == 0 && input.shape[3] % 2 == 0;
        var statistics = training
            ? FollowedStatistics(input, norm, worker)
            : new ChannelStatistics(Doubles(norm.RunningMean), Doubles(norm.RunningVariance), 1);
        var output = BatchNormalisation.Apply(
            input, norm.Weight, norm.Bias, statistics, BatchNormState.Epsilon, isActivated: norm.After != AfterNorm.Nothing, isPooled,
            worker);
        return norm.After == AfterNorm.ReluAndPooling && !isPooled ? Pooled(output, norm.RoundsUp) : output;
    }

    // Of the batch; the running ones follow it, which all workers hold in common.
    private static ChannelStatistics FollowedStatistics(Tensor input, BatchNormState norm, Worker worker)
    {
        var statistics = ChannelStatistics.Of(worker.AllGather(ChannelStatistics.Of(input)));
        BatchNormGuard.RefuseSingleValue(statistics.Count);
        if (worker.Rank > 0) return statistics;
        Follow(norm.RunningMean.Memory<float>(), statistics.Mean, 1);
        Follow(norm.RunningVariance.Memory<float>(), statistics.Variance(), (double)statistics.Count / (statistics.Count - 1));
        norm.BatchCount.Memory<long>()[0]++;
        return statistics;
    }

    private static void Follow(Span<float> running, double[] current, double factor)
    {
        const double Momentum = BatchNormState.Momentum;
        for (var c = 0; c < running.Length; c++) running[c] = (float)(((1 - Momentum) * running[c]) + (Momentum * factor * current[c]));
    }

    private static double[] Doubles(Tensor values) => Array.ConvertAll(values.Memory<float>().ToArray(), value => (double)value);
}
