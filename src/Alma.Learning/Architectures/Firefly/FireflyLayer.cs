// C: output channels, D: input channels, N: candidate new neurons of this layer, P: those of the layer before, S: kernel size.
using Alma.Learning.Compute;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>
/// One convolution of a network that Firefly is about to grow (Wu et al. 2020, section 3): its own weights as they are, and
/// the directions in which it may change. Every neuron may split into two that differ by plus and minus a direction; new
/// neurons may come to be, whose outputs the next layer reads with small weights.
/// </summary>
internal sealed class FireflyLayer : IDisposable
{
    private const double Epsilon = 1e-5; // of batch norm
    private readonly ComputeBackend backend;
    private readonly Parameter known; // (2C + N, D, S, S): own weights, splits, new neurons: one product for all
    private readonly Tensor scale; // (C): batch norm in evaluation, as a scale and a shift
    private readonly Tensor shift; // (C)
    private readonly long padding;
    private readonly int candidates;

    /// <param name="state">The network's parameters and buffers by name.</param>
    /// <param name="name">Of the layer, such as <c>layer.3</c>.</param>
    /// <param name="inputCandidates">P: 0 for the first layer, whose inputs are the image's.</param>
    /// <param name="candidates">N: 0 for the classifier, which neither splits nor gets new neurons.</param>
    public FireflyLayer(
        ComputeBackend backend, IReadOnlyDictionary<string, Tensor> state, string name, int inputCandidates, int candidates,
        Generator generator)
    {
        this.backend = backend;
        var weight = state[$"{name}.module.weight"];
        (padding, this.candidates, Width) = (weight.shape[2] / 2, candidates, (int)weight.shape[0]);
        (scale, shift) = IsClassifier ? Bias(state[$"{name}.module.bias"]) : BatchNorm(state, $"{name}.bn");
        var (inputs, size) = (weight.shape[1], weight.shape[2]);
        known = Held(IsClassifier ? weight.clone() : cat(
        [
            weight,
            Empty(Width, inputs).uniform_(-0.1, 0.1, generator).to(weight.device),
            Empty(candidates, inputs).normal_(0, 0.1, generator).to(weight.device),
        ]));
        known.requires_grad_(!IsClassifier);
        if (inputCandidates > 0)
            FromNewInputs = Held(Empty(Width + candidates, inputCandidates).uniform_(-0.01, 0.01, generator).to(weight.device));

        Tensor Empty(long outputs, long from) => empty(outputs, from, size, size);
    }

    public bool IsClassifier => candidates == 0;

    /// <summary>(C, D, S, S): half the difference between the two that each neuron splits into; a view.</summary>
    public Tensor Split => known.narrow(0, Width, Width);

    /// <summary>(N, D, S, S): the weights of new neurons on the inputs there were; a view.</summary>
    public Tensor NewNeurons => known.narrow(0, 2 * Width, candidates);

    /// <summary>
    /// (C + N, P, S, S): the weights, of the neurons there were and of the new ones, on the new neurons of the layer before.
    /// </summary>
    public Parameter? FromNewInputs { get; }

    /// <summary>C.</summary>
    public int Width { get; }

    /// <summary>What is optimised: splits and new neurons, with own weights before them, and weights on new inputs.</summary>
    public IEnumerable<Parameter> Directions => (FromNewInputs is null, IsClassifier) switch
    {
        (true, _) => [known],
        (_, true) => [FromNewInputs!],
        _ => [known, FromNewInputs!],
    };

    /// <summary>
    /// Makes of the gradients of the loss those of what is optimised: adds the gradient of a penalty, a hundredth of the squares
    /// of splits and a ten-thousandth of those of new neurons, and holds the layer's own weights.
    /// </summary>
    public void Regularise()
    {
        if (IsClassifier) return;
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var gradient = known.grad!;
        gradient.narrow(0, 0, Width).zero_();
        gradient.narrow(0, Width, Width).add_(Split, 2e-2);
        gradient.narrow(0, 2 * Width, candidates).add_(NewNeurons, 2e-4);
    }

    /// <summary>The layer with its splits and its new neurons.</summary>
    /// <param name="input">(B, D, H, W), and of the new neurons of the layer before (B, P, H, W), or null.</param>
    /// <param name="gate">
    /// How much of each split and new neuron counts beside <paramref name="alpha"/>, (C + N), zero, or null for nothing.
    /// </param>
    /// <param name="alpha">The part of each that counts, in [0, 1].</param>
    /// <returns>(B, C, H, W), and of the new neurons (B, N, H, W), or null.</returns>
    public FireflyFeatures Forward(FireflyFeatures input, Tensor? gate, double alpha)
    {
        var own = Convolve(input.Known, known); // (B, 2C + N, H, W)
        var fromNew = FromNewInputs is null ? null : Convolve(input.Born!, FromNewInputs); // (B, C + N, H, W)
        if (IsClassifier) return new(own + fromNew! + shift.view(1, -1, 1, 1), null);
        var (neurons, born) = backend.SplitNeurons(own, fromNew, scale, shift, gate, alpha);
        return new(neurons, born);
    }

    public void Dispose()
    {
        known.Dispose();
        FromNewInputs?.Dispose();
        scale.Dispose();
        shift.Dispose();
    }

    private Tensor Convolve(Tensor input, Tensor kernel) => nn.functional.conv2d(input, kernel, padding: [padding, padding]);

    private static Parameter Held(Tensor direction)
    {
        var held = new Parameter(direction);
        held.DetachFromDisposeScope();
        return held;
    }

    private static (Tensor Scale, Tensor Shift) Bias(Tensor bias) =>
        (ones(1, device: bias.device).DetachFromDisposeScope(), bias.clone().DetachFromDisposeScope());

    private static (Tensor Scale, Tensor Shift) BatchNorm(IReadOnlyDictionary<string, Tensor> state, string name)
    {
        using var noGradient = no_grad();
        var scale = state[$"{name}.weight"] / (state[$"{name}.running_var"] + Epsilon).sqrt();
        var shift = state[$"{name}.bias"] - (state[$"{name}.running_mean"] * scale);
        return (scale.DetachFromDisposeScope(), shift.DetachFromDisposeScope());
    }
}

/// <summary>What a layer with its candidates gives, or an image.</summary>
/// <param name="Known">(B, C, H, W): of the neurons there are.</param>
/// <param name="Born">(B, N, H, W): of its candidate new neurons, or null where it has none.</param>
internal sealed record FireflyFeatures(Tensor Known, Tensor? Born);
