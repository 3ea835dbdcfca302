// B: batch, K: classes, P: parameter values.
using System.Collections.Immutable;
using Alma.Kernels;
using Alma.Learning.Compute;
using Alma.Learning.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// A network: its structure, its parameters as one tensor, and its buffers (the running statistics of batch norm). Learners
/// hold networks, training changes them, growth maps one network to a larger one.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> module;
    private readonly HandWrittenNetwork? byHand;
    private NetworkPass? prediction; // over the values as they lie now; only for a network computed by hand

    /// <summary>
    /// Builds the structure on a device and draws its initial parameters, on the CPU so that they do not depend on the device.
    /// </summary>
    public Network(NetworkStructure structure, Device device, Generator generator)
        : this(structure, device, generator, ComputeBackend.For(device))
    {
    }

    /// <summary>The same, computed by a backend that may be another than the device's fastest.</summary>
    internal Network(NetworkStructure structure, Device device, Generator generator, ComputeBackend backend)
    {
        (Structure, Backend) = (structure, backend);
        using var scope = NewDisposeScope();
        module = structure.Build(Noise);
        PyTorchInitialisation.Draw(module, generator);
        MultiplyAddsPerExample = MultiplyAddCounter.Count(module, structure.InputShape);
        BatchNormGuard.Attach(module);
        module.to(device);
        ComputeBy(backend);
        foreach (var parameter in module.parameters()) parameter.DetachFromDisposeScope();
        byHand = structure.ByHand();
        Parameters = new FlatParameters(module, device, byHand?.ParameterOrder());
        Buffers = [.. module.buffers().Select(buffer => buffer.DetachFromDisposeScope())];
    }

    // A twin.
    private Network(Network original, Tensor values, Tensor gradients)
    {
        (Structure, Backend, MultiplyAddsPerExample) = (original.Structure, original.Backend, original.MultiplyAddsPerExample);
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        module = Structure.Build(Noise);
        BatchNormGuard.Attach(module);
        ComputeBy(Backend);
        foreach (var parameter in module.parameters()) parameter.DetachFromDisposeScope();
        byHand = original.byHand;
        Parameters = new FlatParameters(module, original.Parameters, values, gradients);
        Buffers = [.. module.buffers().Select(buffer => buffer.DetachFromDisposeScope())];
        foreach (var (own, shared) in Buffers.Zip(original.Buffers)) own.set_(shared);
    }

    public NetworkStructure Structure { get; }

    public FlatParameters Parameters { get; }

    /// <summary>What the network keeps beside its parameters and no optimizer steps: the running statistics of batch norm.</summary>
    public ImmutableArray<Tensor> Buffers { get; }

    /// <summary>What random modules (hard gates, dropout) draw from in training.</summary>
    public NoiseSource Noise { get; } = new();

    /// <summary>Multiply-adds of one forward pass on one example, counted as fvcore counts them.</summary>
    public long MultiplyAddsPerExample { get; }

    /// <summary>Bytes of parameters and buffers.</summary>
    public long BytesToPredict => Buffers.Append(Parameters.Values).Sum(held => held.numel() * held.element_size());

    public Device Device => Parameters.Values.device;

    /// <summary>How it is computed where it is.</summary>
    internal ComputeBackend Backend { get; }

    /// <summary>Logits of a batch.</summary>
    /// <param name="images">(B, C, H, W) float32, normalised, on the network's device.</param>
    /// <returns>(B, K).</returns>
    /// <exception cref="LearningException">They are of another shape.</exception>
    public Tensor Forward(Tensor images)
    {
        RefuseOther(images);
        using var scope = NewDisposeScope();
        var laid = InUsualLayout(images);
        return (byHand is null || is_grad_enabled() ? module.call(laid) : Predict(laid, null)).MoveToOuterDisposeScope();
    }

    /// <summary>Logits of a batch, (B, K), showing what its layers have to show. Only for an <see cref="IObservedModule"/>.</summary>
    /// <param name="observe">As the module calls it.</param>
    /// <exception cref="LearningException">The images are of another shape.</exception>
    public Tensor Forward(Tensor images, Action<int, Tensor> observe)
    {
        RefuseOther(images);
        if (module is not IObservedModule observed)
            throw new InvalidOperationException($"{Structure.GetType().Name} has nothing to observe");
        using var scope = NewDisposeScope();
        var laid = InUsualLayout(images);
        return (byHand is null || is_grad_enabled() ? observed.Observe(laid, observe) : Predict(laid, observe)).MoveToOuterDisposeScope();
    }

    /// <summary>Random modules draw, batch norm uses the batch.</summary>
    public void TrainingMode() => module.train();

    public void EvaluationMode() => module.eval();

    /// <summary>The parameters under their PyTorch names, as views: writing to one changes the network.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedParameters() =>
        Parameters.Slots.Select(slot => (slot.Name, FlatParameters.View(Parameters.Values, slot)));

    /// <summary>
    /// Parameters and buffers under their PyTorch names, in the order of PyTorch's <c>state_dict</c>, as views:
    /// writing to one changes the network.
    /// </summary>
    public IEnumerable<(string Name, Tensor Value)> NamedState() =>
        StateOf(module, "").Select(entry => (entry.Name, entry.Value.detach()));

    /// <summary>Takes over the parameters and buffers of a network of the same structure.</summary>
    public void CopyStateFrom(Network source)
    {
        Parameters.Values.copy_(source.Parameters.Values);
        foreach (var (own, others) in Buffers.Zip(source.Buffers)) own.copy_(others);
    }

    /// <summary>Another network of the same structure, parameters and buffers.</summary>
    public Network Copy()
    {
        using var generator = new Generator(0, CPU);
        var copy = new Network(Structure, Device, generator, Backend);
        copy.CopyStateFrom(this);
        return copy;
    }

    /// <summary>Moves the parameters into memory that several networks share, where they are trained side by side.</summary>
    /// <param name="values">(P), contiguous; taken over.</param>
    /// <param name="gradients">(P), contiguous; taken over.</param>
    internal void MoveParameters(Tensor values, Tensor gradients)
    {
        prediction?.Dispose();
        prediction = null;
        Parameters.MoveTo(values, gradients);
    }

    /// <summary>
    /// The same network once more, for another worker on the CPU to compute: modules of its own over the same parameters and buffers.
    /// </summary>
    /// <param name="values">(P), where the parameters are; taken over.</param>
    /// <param name="gradients">(P), the worker's own, contiguous; taken over.</param>
    internal Network Twin(Tensor values, Tensor gradients) => new(this, values, gradients);

    /// <summary>Says which worker computes this network from now on.</summary>
    internal void ComputeBy(Worker worker)
    {
        foreach (var norm in module.modules().OfType<FusedBatchNorm>()) norm.Worker = worker;
    }

    public void Dispose()
    {
        prediction?.Dispose();
        module.Dispose();
        foreach (var buffer in Buffers) buffer.Dispose();
        Parameters.Dispose();
        Noise.Dispose();
    }

    private void ComputeBy(ComputeBackend backend)
    {
        foreach (var layer in module.modules().OfType<BackendLayer>()) layer.Backend = backend;
    }

    // TorchSharp's own state_dict lists all parameters before all buffers; PyTorch's goes from module to module.
    private static IEnumerable<(string Name, Tensor Value)> StateOf(nn.Module module, string prefix) =>
    [
        .. module.named_parameters(recurse: false).Select(entry => (prefix + entry.name, (Tensor)entry.parameter)),
        .. module.named_buffers(recurse: false).Select(entry => (prefix + entry.name, entry.buffer)),
        .. module.named_children().SelectMany(child => StateOf(child.module, $"{prefix}{child.name}.")),
    ];

    // LibTorch meets some wrong shapes by ending the process.
    private void RefuseOther(Tensor images)
    {
        var (channels, height, width) = Structure.InputShape;
        if (images.shape is not [_, var c, var h, var w] || c != channels || h != height || w != width)
            throw new LearningException(
                $"The network takes images {Structure.InputShape} in batches, not a tensor ({string.Join(", ", images.shape)}).");
    }

    // What a network says then does not depend on the layout its images come in, and LibTorch computes no residual network with channels
    // last, which has it write beside its memory.
    private static Tensor InUsualLayout(Tensor images)
    {
        var (channels, height, width) = (images.shape[1], images.shape[2], images.shape[3]);
        return images.stride() is [var b, var c, var h, 1] && (b, c, h) == (channels * height * width, height * width, width)
            ? images
            : images.flatten().view(images.shape);
    }

    private Tensor Predict(Tensor images, Action<int, Tensor>? observe)
    {
        using var scope = NewDisposeScope();
        prediction ??= byHand!.CreatePass(Backend, Parameters.Values.unsqueeze(0), null, [Noise]);
        if (module.training) prediction.TrainingMode();
        else prediction.EvaluationMode();
        var logits = prediction.Forward(images.unsqueeze(0)); // (1, B, K)
        if (observe is not null)
            foreach (var (shown, k) in prediction.Observations().Select((shown, k) => (shown, k))) observe(k, shown.select(0, 0).t());
        return logits.squeeze(0).MoveToOuterDisposeScope();
    }
}
