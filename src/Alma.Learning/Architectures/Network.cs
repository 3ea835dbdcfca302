// B: batch, K: classes, P: parameter values.
using static TorchSharp.torch;

namespace Alma.Learning.Architectures;

/// <summary>
/// A network: its structure, and its parameters as one tensor. Learners hold networks, training changes their parameters,
/// growth maps one network to a larger one.
/// </summary>
public sealed class Network : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> module;

    /// <summary>Builds the structure on a device and draws its initial parameters, on the CPU so that they do not depend on the device.</summary>
    public Network(NetworkStructure structure, Device device, Generator generator)
    {
        Structure = structure;
        using var scope = NewDisposeScope();
        module = structure.Build(Noise);
        PyTorchInitialisation.Draw(module, generator);
        MultiplyAddsPerExample = MultiplyAddCounter.Count(module, structure.InputShape);
        foreach (var parameter in module.parameters()) parameter.DetachFromDisposeScope();
        Parameters = new FlatParameters(module, device);
    }

    public NetworkStructure Structure { get; }

    public FlatParameters Parameters { get; }

    /// <summary>What random modules (hard gates) draw from in training.</summary>
    public NoiseSource Noise { get; } = new();

    /// <summary>Multiply-adds of one forward pass on one example, counted as fvcore counts them.</summary>
    public long MultiplyAddsPerExample { get; }

    public Device Device => Parameters.Values.device;

    /// <summary>Logits of a batch.</summary>
    /// <param name="images">(B, C, H, W) float32, normalised, on the network's device.</param>
    /// <returns>(B, K).</returns>
    public Tensor Forward(Tensor images) => module.call(images);

    /// <summary>Logits of a batch, (B, K), adding up how much each expert was used. Only for a <see cref="MixtureStructure"/>.</summary>
    public Tensor Forward(Tensor images, ExpertUsage usage) =>
        module is MixtureOfExperts mixture ? mixture.Route(images, usage) : throw new InvalidOperationException($"{Structure.GetType().Name} has no experts");

    /// <summary>Random modules draw, batch norm uses the batch.</summary>
    public void TrainingMode() => module.train();

    public void EvaluationMode() => module.eval();

    /// <summary>The parameters under their PyTorch names, as views: writing to one changes the network.</summary>
    public IEnumerable<(string Name, Tensor Value)> NamedParameters() =>
        Parameters.Slots.Select(slot => (slot.Name, FlatParameters.View(Parameters.Values, slot)));

    public void Dispose()
    {
        module.Dispose();
        Parameters.Dispose();
        Noise.Dispose();
    }
}
