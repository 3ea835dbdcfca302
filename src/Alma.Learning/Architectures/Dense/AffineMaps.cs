// N: networks, M: models, each of N / M networks that see the same batch, B: batch, D: inputs, R: outputs, P: parameter values.
using Alma.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Architectures.Dense;

/// <summary>
/// The affine map of one layer in each of several networks, with its gradients. On the CPU the networks' products run one
/// after the other into memory that is there, elsewhere as one batched product.
/// </summary>
internal sealed class AffineMaps : IDisposable
{
    private readonly Tensor weights; // (N, R, D)
    private readonly Tensor biases; // (N, R)
    private readonly Tensor? weightGradients; // (N, R, D)
    private readonly Tensor? biasGradients; // (N, R)
    private readonly Member[] members;

    private AffineMaps(Tensor weights, Tensor biases, Tensor? weightGradients, Tensor? biasGradients)
    {
        (this.weights, this.biases, this.weightGradients, this.biasGradients) = (weights, biases, weightGradients, biasGradients);
        members = [.. Enumerable.Range(0, weights.IsOnCpu() ? (int)weights.shape[0] : 0).Select(k => new Member(
            weights.select(0, k), weights.select(0, k).t(), biases.select(0, k), weightGradients?.select(0, k),
            biasGradients?.select(0, k).unsqueeze(0)))];
    }

    public int NetworkCount => (int)weights.shape[0];

    /// <summary>Those of a layer whose parameters begin at <paramref name="offset"/>, as views.</summary>
    /// <param name="values">(N, P).</param>
    /// <param name="gradients">(N, P), or null.</param>
    public static AffineMaps Of(DenseLayer layer, Tensor values, Tensor? gradients, long offset)
    {
        using var scope = NewDisposeScope();
        var maps = new AffineMaps(
            Weights(values), Biases(values), gradients is null ? null : Weights(gradients), gradients is null ? null : Biases(gradients));
        foreach (var view in maps.Views()) view.DetachFromDisposeScope();
        return maps;

        Tensor Weights(Tensor flat) =>
            flat.narrow(1, offset, (long)layer.Inputs * layer.Outputs).view(flat.shape[0], layer.Outputs, layer.Inputs);
        Tensor Biases(Tensor flat) => flat.narrow(1, offset + ((long)layer.Inputs * layer.Outputs), layer.Outputs);
    }

    /// <param name="input">(M, B, D).</param>
    /// <returns>(N, B, R).</returns>
    public Tensor Apply(Tensor input)
    {
        var sharing = NetworkCount / (int)input.shape[0];
        if (members.Length == 0)
            return baddbmm(biases.unsqueeze(1), input.repeat_interleave(sharing, 0), weights.transpose(1, 2));
        var output = empty(NetworkCount, input.shape[1], biases.shape[1]);
        for (var k = 0; k < members.Length; k++)
            output.select(0, k).copy_(members[k].Bias).addmm_(input.select(0, k / sharing), members[k].WeightTransposed, beta: 1, alpha: 1);
        return output;
    }

    /// <summary>Writes the gradients of weights and biases.</summary>
    /// <param name="input">(M, B, D), what the map was applied to.</param>
    /// <param name="outputGradient">(N, B, R), contiguous.</param>
    public void WriteGradients(Tensor input, Tensor outputGradient)
    {
        var sharing = NetworkCount / (int)input.shape[0];
        if (members.Length == 0)
        {
            weightGradients!.copy_(bmm(outputGradient.transpose(1, 2), input.repeat_interleave(sharing, 0)));
            biasGradients!.copy_(outputGradient.sum([1L]));
            return;
        }
        var onesRow = ones(1, input.shape[1]);
        for (var k = 0; k < members.Length; k++)
        {
            var gradient = outputGradient.select(0, k); // (B, R)
            members[k].WeightGradient!.addmm_(gradient.t(), input.select(0, k / sharing), beta: 0, alpha: 1);
            members[k].BiasGradient!.addmm_(onesRow, gradient, beta: 0, alpha: 1);
        }
    }

    /// <returns>(N, B, D), from the gradient by the output, (N, B, R).</returns>
    public Tensor InputGradient(Tensor outputGradient)
    {
        if (members.Length == 0) return bmm(outputGradient, weights);
        var gradient = empty(NetworkCount, outputGradient.shape[1], weights.shape[2]);
        for (var k = 0; k < members.Length; k++)
            gradient.select(0, k).addmm_(outputGradient.select(0, k), members[k].Weight, beta: 0, alpha: 1);
        return gradient;
    }

    public void Dispose()
    {
        foreach (var view in Views()) view.Dispose();
    }

    private IEnumerable<Tensor> Views() => new[] { weights, biases, weightGradients, biasGradients }
        .Concat(members.SelectMany(member =>
            new[] { member.Weight, member.WeightTransposed, member.Bias, member.WeightGradient, member.BiasGradient }))
        .OfType<Tensor>();

    // Views of one network's part, made once: Weight (R, D), Bias (R), BiasGradient (1, R).
    private sealed record Member(Tensor Weight, Tensor WeightTransposed, Tensor Bias, Tensor? WeightGradient, Tensor? BiasGradient);
}
