// B: batch, C: neurons that may split, N: candidate new neurons, K: classes.
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>LibTorch's operations, on any device.</summary>
internal class TorchBackend : ComputeBackend
{
    public override bool SharesSteps => false;

    public override Tensor GatherImages(Tensor images, Tensor indices, Tensor scale, Tensor shift) =>
        images.index_select(0, indices).to(ScalarType.Float32).mul_(scale).add_(shift);

    public override Tensor InFastLayout(Tensor images) => images.alias();

    public override AffineMaps AffineMaps(AffineParameters parameters) => new BatchedAffineMaps(parameters);

    public override Tensor ReluBackward(Tensor gradient, Tensor output) => gradient.mul_(output.gt(0));

    public override ExpertMixture MixExperts(ExpertRouting routing, GateRule rule, Tensor hidden, Tensor? noise) =>
        new DifferentiatedMixture(routing, rule, hidden, noise);

    public override Tensor BatchNorm(Tensor input, BatchNormState norm, bool training, Worker worker)
    {
        if (training && worker.IsShared)
            throw new InvalidOperationException("LibTorch's batch norm knows only a rank's own part of the batch");
        if (training) BatchNormGuard.RefuseSingleValue(input);
        if (training) norm.BatchCount.add_(1);
        var output = nn.functional.batch_norm(
            input, norm.RunningMean, norm.RunningVariance, norm.Weight!, norm.Bias!, training, BatchNormState.Momentum,
            BatchNormState.Epsilon);
        if (norm.After != AfterNorm.Nothing) output = output.relu_();
        return norm.After == AfterNorm.ReluAndPooling ? Pooled(output, norm.RoundsUp) : output;
    }

    public override Tensor MaxPool2d(Tensor input, bool roundsUp) => Pooled(input, roundsUp);

    // By products: on a GPU the gradient of LibTorch's own function adds in any order where the sides do not divide, so its bits change.
    public override Tensor AdaptiveAveragePool(Tensor input, int side) =>
        Averages(input.shape[2], side, input.device).matmul(input).matmul(Averages(input.shape[3], side, input.device).t());

    public override (Tensor Neurons, Tensor Born) SplitNeurons(
        Tensor known, Tensor? fresh, Tensor scale, Tensor shift, Tensor? gates, double alpha)
    {
        var width = scale.shape[0];
        var candidates = known.shape[1] - (2 * width);
        var changes = Gated(known.narrow(1, width, width + candidates), gates?.view(1, -1, 1, 1), alpha); // (B, C + N, H, W)
        var (own, split, born) = (known.narrow(1, 0, width), changes.narrow(1, 0, width), changes.narrow(1, width, candidates));
        if (fresh is not null) (own, born) = (own + fresh.narrow(1, 0, width), born + fresh.narrow(1, width, candidates));
        return ((Activate(own + split) + Activate(own - split)) / 2, born.relu());

        Tensor Activate(Tensor output) => ((output * scale.view(1, -1, 1, 1)) + shift.view(1, -1, 1, 1)).relu();
    }

    public override BatchLoss CrossEntropy(Tensor logits, Tensor labels, Tensor? weights, int batchSize)
    {
        var logProbabilities = logits.log_softmax(2); // (M, B, K)
        var ofLabels = logProbabilities.gather(2, labels.unsqueeze(2)); // (M, B, 1)
        var shares = (weights ?? ones_like(ofLabels.squeeze(2))).unsqueeze(2) / batchSize; // (M, B, 1)
        var gradient = (logProbabilities.exp() - nn.functional.one_hot(labels, logits.shape[2])) * shares;
        return new BatchLoss(-(ofLabels * shares).sum(), logits.argmax(2).eq(labels).sum(), gradient);
    }

    public override void Step(IParameterUpdate update) => update.ByOperations();

    public override void Step(IParameterUpdate update, WorkerThreads workers, IReadOnlyList<Tensor> more)
    {
        foreach (var others in more) update.Gradients.add_(others);
        update.ByOperations();
    }

    protected static Tensor Pooled(Tensor input, bool roundsUp) => nn.functional.max_pool2d(input, 2, 2, ceil_mode: roundsUp);

    // (side, length): row i averages from floor(i length / side) to ceil((i + 1) length / side).
    private static Tensor Averages(long length, int side, Device device)
    {
        var weights = new float[side * length];
        for (var i = 0L; i < side; i++)
        {
            var (start, end) = (i * length / side, (((i + 1) * length) + side - 1) / side);
            for (var k = start; k < end; k++) weights[(i * length) + k] = 1f / (end - start);
        }
        return tensor(weights, [side, length], device: device);
    }

    // The value counts by the gate, the direction by alpha: at gate 0 the gradient of the gate is what the change would bring.
    private static Tensor Gated(Tensor change, Tensor? gate, double alpha) =>
        gate is null ? change * alpha : (change.detach() * gate) + (change * alpha);
}
