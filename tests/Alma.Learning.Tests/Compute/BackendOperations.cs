// M: models, N: networks, B: batch, C: channels or neurons that may split, H, W: height and width.
using Alma.Kernels;
using Alma.Learning.Architectures.Moe;
using Alma.Learning.Compute;
using Alma.Learning.Training;
using Alma.Testing;
using static TorchSharp.torch;
using OptimizerOptions = Alma.Learning.Training.OptimizerOptions;

namespace Alma.Learning.Tests.Compute;

/// <summary>
/// Cases of every operation of a <see cref="ComputeBackend"/>, each from the backend to all that the operation gives and writes,
/// gradients too. The part of a name before the colon is the operation's.
/// </summary>
internal static class BackendOperations
{
    public static IReadOnlyDictionary<string, Func<ComputeBackend, Tensor[]>> All { get; } =
        new Dictionary<string, Func<ComputeBackend, Tensor[]>>
        {
            ["GatherImages: three channels"] = backend => [Gather(backend)],
            ["InFastLayout: sixteen channels"] = backend => [backend.InFastLayout(Drawn(backend, 1, 3, 16, 5, 4))],
            ["AffineMaps: one network"] = backend => Affine(backend, models: 1, networks: 1),
            ["AffineMaps: two models of two networks"] = backend => Affine(backend, models: 2, networks: 4),
            ["ReluBackward: some are cut off"] = backend =>
                [backend.ReluBackward(Drawn(backend, 1, 7, 33), Drawn(backend, 2, 7, 33).relu())],
            ["MixExperts: soft gates"] = backend => Mixture(backend, new GateRule(false, false, false)),
            ["MixExperts: hard gates"] = backend => Mixture(backend, new GateRule(true, false, false)),
            ["MixExperts: hard gates that draw"] = backend => Mixture(backend, new GateRule(true, true, false)),
            ["MixExperts: hard gates whose gradient draws"] = backend => Mixture(backend, new GateRule(true, true, true)),
            ["BatchNorm: alone"] = backend => Norm(backend, 16, 6, AfterNorm.Nothing),
            ["BatchNorm: then ReLU"] = backend => Norm(backend, 20, 5, AfterNorm.Relu),
            ["BatchNorm: then pooling"] = backend => Norm(backend, 33, 6, AfterNorm.ReluAndPooling),
            ["BatchNorm: then pooling of odd sides"] = backend => Norm(backend, 16, 5, AfterNorm.ReluAndPooling),
            ["BatchNorm: few channels"] = backend => Norm(backend, 3, 6, AfterNorm.ReluAndPooling),
            ["BatchNorm: in evaluation"] = backend => NormInEvaluation(backend),
            ["MaxPool2d: even sides"] = backend => Pool(backend, 16, 6, false),
            ["MaxPool2d: odd sides"] = backend => Pool(backend, 16, 5, true),
            ["MaxPool2d: few channels"] = backend => Pool(backend, 3, 6, false),
            ["AdaptiveAveragePool: to a side that divides"] = backend => AdaptivePool(backend, 8, 4),
            ["AdaptiveAveragePool: to another side"] = backend => AdaptivePool(backend, 7, 3),
            ["AdaptiveAveragePool: to a larger side"] = backend => AdaptivePool(backend, 2, 4),
            ["SplitNeurons: of the first layer"] = backend => Split(backend, 16, 20, hasFresh: false),
            ["SplitNeurons: on new inputs"] = backend => Split(backend, 20, 16, hasFresh: true),
            ["SplitNeurons: few neurons"] = backend => Split(backend, 4, 16, hasFresh: true),
            ["CrossEntropy: of models"] = backend => Loss(backend, isWeighted: false),
            ["CrossEntropy: of weighted examples"] = backend => Loss(backend, isWeighted: true),
            ["Step: Adadelta"] = backend => Steps(backend, new AdadeltaOptions()),
            ["Step: Adam"] = backend => Steps(backend, new AdamOptions { WeightDecay = 0.1 }),
            ["Step: AdamW"] = backend => Steps(backend, new AdamWOptions()),
            ["Step: SGD"] = backend => Steps(backend, new SgdOptions { Lr = 0.1, Momentum = 0.9, Nesterov = true }),
            ["Step: RMSprop"] = backend => Steps(backend, new RmsPropOptions { Centered = true, Momentum = 0.5 }),
        };

    private static Tensor Gather(ComputeBackend backend)
    {
        using var generator = new Generator(3, CPU);
        var images = randint(0, 256, [9, 3, 4, 5], ScalarType.Byte, generator: generator).to(DeviceOf(backend));
        return backend.GatherImages(
            images, tensor([8L, 0, 3, 3], device: DeviceOf(backend)), Drawn(backend, 1, 1, 3, 1, 1) / 255, Drawn(backend, 2, 1, 3, 1, 1));
    }

    private static Tensor[] Affine(ComputeBackend backend, int models, int networks)
    {
        var (values, gradients) = (
            Drawn(backend, 1, networks, 5 + (4 * 7) + 7), zeros(networks, 5 + (4 * 7) + 7, device: DeviceOf(backend)));
        using var maps = backend.AffineMaps(AffineParameters.Of(values, gradients, 5, 4, 7));
        var (input, byOutput) = (Drawn(backend, 2, models, 6, 4), Drawn(backend, 3, networks, 6, 7));
        var output = maps.Apply(input);
        maps.WriteGradients(input, byOutput);
        return [output, gradients, maps.InputGradient(byOutput)];
    }

    private static Tensor[] Mixture(ComputeBackend backend, GateRule rule)
    {
        var tree = ExpertTree.Of(3).Split(new ExpertPath([1]), 2).Split(new ExpertPath([1, 0]), 4);
        var routing = MixtureLayout.Of(tree, "layers.1").Routing;
        var hidden = Drawn(backend, 1, 2, 7, (routing.LeafCount * 11) + routing.ColumnCount);
        var mixture = backend.MixExperts(routing, rule, hidden, rule.Perturbs ? Drawn(backend, 2, 2, 7, routing.ColumnCount) : null);
        return [mixture.Mixed, mixture.LeafWeights, mixture.Backward(Drawn(backend, 3, 2, 7, 11))];
    }

    private static Tensor[] Norm(ComputeBackend backend, int channels, int side, AfterNorm after)
    {
        var on = DeviceOf(backend);
        var (weight, bias) = (nn.Parameter(Drawn(backend, 1, channels)), nn.Parameter(Drawn(backend, 2, channels)));
        var state = new BatchNormState(
            weight, bias, zeros(channels, device: on), ones(channels, device: on), tensor(0L, device: on), after, RoundsUp: true);
        using var gradient = enable_grad();
        var input = Drawn(backend, 3, 7, channels, side, side).requires_grad_();
        var output = backend.BatchNorm(input, state, training: true, Worker.Alone);
        output.backward([Drawn(backend, 4, output.shape)]);
        return [output, input.grad!, weight.grad!, bias.grad!, state.RunningMean, state.RunningVariance, state.BatchCount];
    }

    private static Tensor[] NormInEvaluation(ComputeBackend backend)
    {
        using var noGradient = no_grad();
        var state = new BatchNormState(
            null, null, Drawn(backend, 1, 16), Drawn(backend, 2, 16).abs(), tensor(3L, device: DeviceOf(backend)),
            AfterNorm.ReluAndPooling, false);
        var output = backend.BatchNorm(Drawn(backend, 3, 7, 16, 6, 6), state, training: false, Worker.Alone);
        return [output, state.RunningMean, state.BatchCount];
    }

    private static Tensor[] Pool(ComputeBackend backend, int channels, int side, bool roundsUp)
    {
        using var gradient = enable_grad();
        var input = Drawn(backend, 1, 3, channels, side, side).requires_grad_();
        var output = backend.MaxPool2d(input, roundsUp);
        output.backward([Drawn(backend, 2, output.shape)]);
        return [output, input.grad!];
    }

    private static Tensor[] AdaptivePool(ComputeBackend backend, int side, int pooledSide)
    {
        using var gradient = enable_grad();
        var input = Drawn(backend, 1, 3, 5, side, side + 1).requires_grad_();
        var output = backend.AdaptiveAveragePool(input, pooledSide);
        output.backward([Drawn(backend, 2, output.shape)]);
        return [output, input.grad!];
    }

    private static Tensor[] Split(ComputeBackend backend, int width, int candidates, bool hasFresh)
    {
        using var gradient = enable_grad();
        var known = Drawn(backend, 1, 3, (2 * width) + candidates, 4, 4).requires_grad_();
        var fresh = hasFresh ? Drawn(backend, 2, 3, width + candidates, 4, 4).requires_grad_() : null;
        var gates = zeros(width + candidates, device: DeviceOf(backend)).requires_grad_();
        var (neurons, born) = backend.SplitNeurons(known, fresh, Drawn(backend, 3, width).abs(), Drawn(backend, 4, width), gates, 0.5);
        ((neurons * Drawn(backend, 5, neurons.shape)).sum() + (born * Drawn(backend, 6, born.shape)).sum()).backward();
        return [neurons, born, known.grad!, gates.grad!, .. fresh is null ? Array.Empty<Tensor>() : [fresh.grad!]];
    }

    private static Tensor[] Loss(ComputeBackend backend, bool isWeighted)
    {
        using var generator = new Generator(7, CPU);
        var labels = randint(0, 5, [3, 11], ScalarType.Int64, generator: generator).to(DeviceOf(backend));
        var loss = backend.CrossEntropy(Drawn(backend, 1, 3, 11, 5) * 4, labels, isWeighted ? Drawn(backend, 2, 3, 11).abs() : null, 13);
        return [loss.Loss, loss.Hits, loss.Gradient];
    }

    // Two alone, and two of the sum of three workers' gradients.
    private static Tensor[] Steps(ComputeBackend backend, OptimizerOptions options)
    {
        var (values, gradients) = (Drawn(backend, 1, 37), Drawn(backend, 2, 37));
        using var optimizer = options.Build(values, gradients);
        using var workers = new WorkerThreads(2);
        for (var step = 0; step < 2; step++)
        {
            optimizer.Step(backend);
            optimizer.Step(backend, workers, [Drawn(backend, 3, 37), Drawn(backend, 4, 37)]);
        }
        return [values, gradients, .. optimizer.State.Select(entry => entry.Value.clone())];
    }

    /// <summary>Where a backend is tried: the kernels on the CPU, LibTorch's operations where tests compute.</summary>
    public static Device DeviceOf(ComputeBackend backend) => backend == ComputeBackend.Cpu ? CPU : TestDevice.Here;

    private static Tensor Drawn(ComputeBackend backend, ulong seed, params long[] shape)
    {
        using var generator = new Generator(seed + 100, CPU);
        return randn(shape, generator: generator).to(DeviceOf(backend));
    }
}
