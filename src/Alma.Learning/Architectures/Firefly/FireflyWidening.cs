// C, D: output and input channels before, S: kernel size. Widened channels are in the order: those there were, splits, new ones.
using System.Collections.Immutable;
using Alma.Learning.Networks;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Firefly;

/// <summary>
/// Makes the wider network of a choice. A neuron that splits becomes two, at plus and minus its direction, and the next layer
/// reads each with half the weight; a new neuron comes with the weights found for it, and batch norm that leaves it as it is.
/// </summary>
internal static class FireflyWidening
{
    public static Network Widen(Network network, FireflyCandidates candidates, IReadOnlyList<FireflyChoice> choices, Generator generator)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var structure = (FireflyVgg)network.Structure;
        ImmutableArray<int> widths = [.. structure.Widths.Select((width, l) => width + choices[l].Count)];
        var grown = new Network(structure with { Widths = widths }, network.Device, generator, network.Backend);
        var (old, wide) = (Named(network), Named(grown));
        for (var l = 0; l < candidates.Layers.Length; l++)
        {
            var (layer, name) = (candidates.Layers[l], candidates.Names[l]);
            var own = layer.IsClassifier ? null : choices[l];
            var outputs = WidenOutputs(old[$"{name}.module.weight"], layer, own);
            wide[$"{name}.module.weight"].copy_(l == 0 ? outputs : WidenInputs(outputs, layer, own, choices[l - 1]));
            if (own is null) wide[$"{name}.module.bias"].copy_(old[$"{name}.module.bias"]);
            else WidenBatchNorm(old, wide, $"{name}.bn", own);
        }
        return grown;
    }

    private static Dictionary<string, Tensor> Named(Network network) =>
        network.NamedState().ToDictionary(entry => entry.Name, entry => entry.Value);

    // (C', D, S, S): rows for the outputs, on the inputs there were.
    private static Tensor WidenOutputs(Tensor weight, FireflyLayer layer, FireflyChoice? choice)
    {
        if (choice is null) return weight;
        var (splits, born) = (tensor(choice.Splits, device: weight.device), tensor(choice.NewNeurons, device: weight.device));
        var directions = layer.Split.index_select(0, splits);
        var halves = weight.index_select(0, splits);
        return cat([weight.index_copy(0, splits, halves + directions), halves - directions, layer.NewNeurons.index_select(0, born)], 0);
    }

    // (C', D', S, S): columns for the inputs of which the layer before now has more.
    private static Tensor WidenInputs(Tensor weight, FireflyLayer layer, FireflyChoice? own, FireflyChoice before)
    {
        var (splits, born) = (tensor(before.Splits, device: weight.device), tensor(before.NewNeurons, device: weight.device));
        var halved = weight.index_select(1, splits) / 2;
        var fromNew = RowsOf(layer.FromNewInputs!, layer.Width, own).index_select(1, born);
        return cat([weight.index_copy(1, splits, halved), halved, fromNew], 1);
    }

    // The rows of (C + N, P, S, S) that the outputs of a choice are made of.
    private static Tensor RowsOf(Tensor fromNewInputs, int width, FireflyChoice? choice)
    {
        if (choice is null) return fromNewInputs;
        long[] rows =
        [
            .. Enumerable.Range(0, width).Select(row => (long)row),
            .. choice.Splits,
            .. choice.NewNeurons.Select(neuron => width + neuron)
        ];
        return fromNewInputs.index_select(0, tensor(rows, device: fromNewInputs.device));
    }

    private static void WidenBatchNorm(Dictionary<string, Tensor> old, Dictionary<string, Tensor> wide, string name, FireflyChoice choice)
    {
        (string Part, double OfNew)[] parts = [("weight", 1), ("bias", 0), ("running_mean", 0), ("running_var", 1)];
        foreach (var (part, ofNew) in parts)
        {
            var before = old[$"{name}.{part}"];
            var splits = before.index_select(0, tensor(choice.Splits, device: before.device));
            wide[$"{name}.{part}"].copy_(cat([before, splits, full(choice.NewNeurons.Length, ofNew, device: before.device)], 0));
        }
        wide[$"{name}.num_batches_tracked"].copy_(old[$"{name}.num_batches_tracked"]);
    }
}
