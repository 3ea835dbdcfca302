using static TorchSharp.torch;

namespace Alma.Learning.Networks;

/// <summary>
/// Weights that were saved, of one network or of several: networks start from these instead of weights that are drawn. Whoever builds
/// a network calls <see cref="CopyTo"/>.
/// </summary>
/// <param name="source">The file, for errors.</param>
/// <param name="networks">Parameters and buffers of each network under their PyTorch names.</param>
public sealed class InitialWeights(string source, IReadOnlyList<IReadOnlyDictionary<string, WeightArray>> networks)
{
    private const string BatchCount = "num_batches_tracked"; // PyTorch's batch norms have one, Alma's may do without it

    /// <summary>Networks that it has weights of.</summary>
    public int NetworkCount => networks.Count;

    /// <summary>Refuses weights of several networks where more than these are made at once.</summary>
    /// <exception cref="LearningException">They are of several, and of fewer than that.</exception>
    public void RefuseFewerThan(int count)
    {
        if (networks.Count > 1 && networks.Count < count)
            throw new LearningException(
                $"{source} has the weights of {networks.Count} networks, and the learner makes {count} at once. Give weights of one "
                + "network, from which all of them start, or of as many as the learner makes.");
    }

    /// <summary>Puts the weights into a network of exactly these names and shapes; checks all of them first.</summary>
    /// <param name="index">
    /// Among the networks that are made at once, below their count. Where the file is of one network, all start from that.
    /// </param>
    /// <exception cref="LearningException">A tensor lacks, is of another shape, or is not of the network.</exception>
    public void CopyTo(Network network, int index = 0)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var weights = Of(index);
        var prefix = networks.Count == 1 ? "" : $"models.{index}.";
        var needed = network.NamedState().Where(entry => !IsBatchCount(entry.Name)).ToList();
        if (needed.Find(entry => !weights.ContainsKey(entry.Name)) is { Name: { } lacking, Value: var there })
            throw new LearningException(
                $"{source} has no tensor {prefix}{lacking} ({Shown(there.shape)}), which {Described(network)} needs: it is of another "
                + $"architecture, or of a smaller network. Give {LearningSetting.Model} the keys of the network that was saved.");
        if (weights.Keys.FirstOrDefault(name => !IsBatchCount(name) && needed.TrueForAll(entry => entry.Name != name)) is { } other)
            throw new LearningException(
                $"{source} has the tensor {prefix}{other} ({Shown(weights[other].Shape)}), which {Described(network)} has not: it is of "
                + $"another architecture, or of a larger network. Give {LearningSetting.Model} the keys of the network that was saved.");
        foreach (var (name, value) in needed) RefuseUnlessFits(network, prefix + name, weights[name], value.shape);
        foreach (var (name, value) in needed) value.copy_(tensor(weights[name].Values).reshape([.. weights[name].Shape]));
    }

    private IReadOnlyDictionary<string, WeightArray> Of(int index) => networks.Count == 1 ? networks[0] : networks[index];

    private void RefuseUnlessFits(Network network, string name, WeightArray found, long[] shape)
    {
        if (!found.Shape.SequenceEqual(shape))
            throw new LearningException(
                $"{source}: tensor {name} is ({Shown(found.Shape)}), and {Described(network)} needs ({Shown(shape)}). Weights "
                + "fit networks of the same architecture and sizes, for inputs of the same shape and as many classes.");
        if (!Array.TrueForAll(found.Values, float.IsFinite))
            throw new LearningException($"{source}: tensor {name} has values that are no finite numbers.");
    }

    private static bool IsBatchCount(string name) => name.EndsWith(BatchCount, StringComparison.Ordinal);

    private static string Described(Network network) =>
        $"a {network.Structure.GetType().Name} for inputs {network.Structure.InputShape} and {network.Structure.ClassCount} classes";

    private static string Shown(IReadOnlyList<long> shape) => string.Join(", ", shape);
}
