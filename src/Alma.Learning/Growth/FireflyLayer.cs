// C: output channels, D: input channels, N: candidate new neurons of this layer, P: those of the layer before, S: kernel size.
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Alma.Learning.Growth;

/// <summary>
/// One convolution of a network that Firefly is about to grow (Wu et al. 2020, section 3): its own weights as they are, and
/// the directions in which it may change. Every neuron may split into two that differ by plus and minus a direction; new
/// neurons may come to be, whose outputs the next layer reads with small weights.
/// </summary>
internal sealed class FireflyLayer : IDisposable
{
    private const double Epsilon = 1e-5; // of batch norm
    private readonly Tensor weight; // (C, D, S, S)
    private readonly Tensor scale; // (1, C, 1, 1): batch norm in evaluation, as a scale and a shift
    private readonly Tensor shift; // (1, C, 1, 1)
    private readonly long padding;

    /// <param name="state">The network's parameters and buffers by name.</param>
    /// <param name="name">Of the layer, such as <c>layer.3</c>.</param>
    /// <param name="inputCandidates">P: 0 for the first layer, whose inputs are the image's.</param>
    /// <param name="candidates">N: 0 for the classifier, which neither splits nor gets new neurons.</param>
    public FireflyLayer(IReadOnlyDictionary<string, Tensor> state, string name, int inputCandidates, int candidates, Generator generator)
    {
        weight = state[$"{name}.module.weight"].clone().DetachFromDisposeScope();
        padding = weight.shape[2] / 2;
        IsClassifier = candidates == 0;
        (scale, shift) = IsClassifier ? Bias(state[$"{name}.module.bias"]) : BatchNorm(state, $"{name}.bn");
        var (outputs, inputs, size) = (weight.shape[0], weight.shape[1], weight.shape[2]);
        if (!IsClassifier)
        {
            Split = Hold(Draw(outputs, inputs, size, size).uniform_(-0.1, 0.1, generator));
            NewNeurons = Hold(Draw(candidates, inputs, size, size).normal_(0, 0.1, generator));
        }
        if (inputCandidates > 0)
            FromNewInputs = Hold(Draw(outputs + candidates, inputCandidates, size, size).uniform_(-0.01, 0.01, generator));

        Tensor Draw(params long[] shape) => empty(shape, device: weight.device);
        static Parameter Hold(Tensor direction)
        {
            var held = new Parameter(direction);
            held.DetachFromDisposeScope();
            return held;
        }
    }

    public bool IsClassifier { get; }

    /// <summary>(C, D, S, S): half the difference between the two that each neuron splits into.</summary>
    public Parameter? Split { get; }

    /// <summary>(N, D, S, S): the weights of new neurons on the inputs there were.</summary>
    public Parameter? NewNeurons { get; }

    /// <summary>(C + N, P, S, S): the weights, of the neurons there were and of the new ones, on the new neurons of the layer before.</summary>
    public Parameter? FromNewInputs { get; }

    /// <summary>C.</summary>
    public int Width => (int)weight.shape[0];

    /// <summary>What is optimised.</summary>
    public IEnumerable<Parameter> Directions => new[] { Split, NewNeurons, FromNewInputs }.OfType<Parameter>();

    /// <summary>Keeps splits small, and new neurons a hundredth as much.</summary>
    public Tensor Penalty() => (Split!.square().sum() + (NewNeurons!.square().sum() * 1e-2)) * 1e-2;

    /// <summary>The layer with its splits and its new neurons.</summary>
    /// <param name="input">(B, D + P, H, W).</param>
    /// <param name="gate">How much of each split and new neuron counts beside <paramref name="alpha"/>, (1, C + N, 1, 1), or null for all.</param>
    /// <param name="alpha">The part of each that counts, in [0, 1].</param>
    /// <returns>(B, C + N, H, W).</returns>
    public Tensor Forward(Tensor input, Tensor? gate, double alpha)
    {
        var known = input.narrow(1, 0, weight.shape[1]); // (B, D, H, W)
        var own = Convolve(known, weight); // (B, C, H, W)
        var fromNew = FromNewInputs is null ? null : Convolve(input.narrow(1, weight.shape[1], FromNewInputs.shape[1]), FromNewInputs); // (B, C + N, H, W)
        if (fromNew is not null) own += fromNew.narrow(1, 0, Width);
        if (IsClassifier) return own + shift;
        var split = Gated(Convolve(known, Split!), gate?.narrow(1, 0, Width), alpha);
        var born = Gated(Convolve(known, NewNeurons!), gate?.narrow(1, Width, NewNeurons!.shape[0]), alpha); // (B, N, H, W)
        if (fromNew is not null) born += fromNew.narrow(1, Width, NewNeurons!.shape[0]);
        var halves = (Activate(own + split) + Activate(own - split)) / 2;
        return cat([halves, born.relu()], 1);
    }

    public void Dispose()
    {
        foreach (var held in Directions.Concat<Tensor>([weight, scale, shift])) held.Dispose();
    }

    // The value counts by the gate, the direction by alpha: at gate 0 the gradient of the gate is what the change would bring.
    private static Tensor Gated(Tensor change, Tensor? gate, double alpha) => gate is null ? change : (change.detach() * gate) + (change * alpha);

    private Tensor Activate(Tensor output) => ((output * scale) + shift).relu();

    private Tensor Convolve(Tensor input, Tensor kernel) => nn.functional.conv2d(input, kernel, padding: [padding, padding]);

    private static (Tensor Scale, Tensor Shift) Bias(Tensor bias) =>
        (ones(1, device: bias.device).DetachFromDisposeScope(), bias.clone().view(1, -1, 1, 1).DetachFromDisposeScope());

    private static (Tensor Scale, Tensor Shift) BatchNorm(IReadOnlyDictionary<string, Tensor> state, string name)
    {
        var scale = state[$"{name}.weight"] / (state[$"{name}.running_var"] + Epsilon).sqrt();
        var shift = state[$"{name}.bias"] - (state[$"{name}.running_mean"] * scale);
        return (scale.view(1, -1, 1, 1).DetachFromDisposeScope(), shift.view(1, -1, 1, 1).DetachFromDisposeScope());
    }
}
