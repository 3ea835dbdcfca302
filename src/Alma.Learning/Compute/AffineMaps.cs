// N: networks, M: models, each of N / M networks that see the same batch, B: batch, D: inputs, R: outputs, P: parameter values.
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

/// <summary>The parameters of the affine maps of one layer in several networks, as views.</summary>
/// <param name="Weights">(N, R, D).</param>
/// <param name="Biases">(N, R).</param>
/// <param name="WeightGradients">(N, R, D), or null where there is no backward pass.</param>
/// <param name="BiasGradients">(N, R), or null where there is no backward pass.</param>
internal sealed record AffineParameters(Tensor Weights, Tensor Biases, Tensor? WeightGradients, Tensor? BiasGradients)
{
    /// <summary>Those of a layer whose parameters begin at <paramref name="offset"/>, its weights and then its biases.</summary>
    /// <param name="values">(N, P).</param>
    /// <param name="gradients">(N, P), or null.</param>
    public static AffineParameters Of(Tensor values, Tensor? gradients, long offset, long inputs, long outputs)
    {
        using var scope = NewDisposeScope();
        var parameters = new AffineParameters(
            Weights(values), Biases(values), gradients is null ? null : Weights(gradients), gradients is null ? null : Biases(gradients));
        foreach (var view in parameters.All()) view.MoveToOuterDisposeScope();
        return parameters;

        Tensor Weights(Tensor flat) => flat.narrow(1, offset, inputs * outputs).view(flat.shape[0], outputs, inputs);
        Tensor Biases(Tensor flat) => flat.narrow(1, offset + (inputs * outputs), outputs);
    }

    public IEnumerable<Tensor> All() => new[] { Weights, Biases, WeightGradients, BiasGradients }.OfType<Tensor>();
}

/// <summary>The affine map of one layer in each of several networks, with its gradients; it takes its parameters over.</summary>
internal abstract class AffineMaps(AffineParameters parameters) : IDisposable
{
    protected AffineParameters Parameters { get; } = Held(parameters);

    protected int NetworkCount => (int)Parameters.Weights.shape[0];

    /// <param name="input">(M, B, D).</param>
    /// <returns>(N, B, R).</returns>
    public abstract Tensor Apply(Tensor input);

    /// <summary>Writes the gradients of weights and biases.</summary>
    /// <param name="input">(M, B, D), what the map was applied to.</param>
    /// <param name="outputGradient">(N, B, R), contiguous.</param>
    public abstract void WriteGradients(Tensor input, Tensor outputGradient);

    /// <returns>(N, B, D), from the gradient by the output, (N, B, R).</returns>
    public abstract Tensor InputGradient(Tensor outputGradient);

    public virtual void Dispose()
    {
        foreach (var view in Parameters.All()) view.Dispose();
    }

    private static AffineParameters Held(AffineParameters parameters)
    {
        foreach (var view in parameters.All()) view.DetachFromDisposeScope();
        return parameters;
    }
}

/// <summary>The networks' products one after the other, into memory that is there: on a CPU faster than a batched product.</summary>
internal sealed class ConsecutiveAffineMaps : AffineMaps
{
    private readonly Member[] members;

    public ConsecutiveAffineMaps(AffineParameters parameters) : base(parameters)
    {
        using var scope = NewDisposeScope();
        members = [.. Enumerable.Range(0, NetworkCount).Select(k => new Member(
            Parameters.Weights.select(0, k), Parameters.Weights.select(0, k).t(), Parameters.Biases.select(0, k),
            Parameters.WeightGradients?.select(0, k), Parameters.BiasGradients?.select(0, k).unsqueeze(0)))];
        foreach (var view in Views()) view.DetachFromDisposeScope();
    }

    public override Tensor Apply(Tensor input)
    {
        var sharing = NetworkCount / (int)input.shape[0];
        var output = empty(NetworkCount, input.shape[1], Parameters.Biases.shape[1]);
        for (var k = 0; k < members.Length; k++)
            output.select(0, k).copy_(members[k].Bias).addmm_(input.select(0, k / sharing), members[k].WeightTransposed, beta: 1, alpha: 1);
        return output;
    }

    public override void WriteGradients(Tensor input, Tensor outputGradient)
    {
        var sharing = NetworkCount / (int)input.shape[0];
        var onesRow = ones(1, input.shape[1]);
        for (var k = 0; k < members.Length; k++)
        {
            var gradient = outputGradient.select(0, k); // (B, R)
            members[k].WeightGradient!.addmm_(gradient.t(), input.select(0, k / sharing), beta: 0, alpha: 1);
            members[k].BiasGradient!.addmm_(onesRow, gradient, beta: 0, alpha: 1);
        }
    }

    public override Tensor InputGradient(Tensor outputGradient)
    {
        var gradient = empty(NetworkCount, outputGradient.shape[1], Parameters.Weights.shape[2]);
        for (var k = 0; k < members.Length; k++)
            gradient.select(0, k).addmm_(outputGradient.select(0, k), members[k].Weight, beta: 0, alpha: 1);
        return gradient;
    }

    public override void Dispose()
    {
        foreach (var view in Views()) view.Dispose();
        base.Dispose();
    }

    private IEnumerable<Tensor> Views() => members
        .SelectMany(member => new[] { member.Weight, member.WeightTransposed, member.Bias, member.WeightGradient, member.BiasGradient })
        .OfType<Tensor>();

    // Views of one network's part, made once: Weight (R, D), Bias (R), BiasGradient (1, R).
    private sealed record Member(Tensor Weight, Tensor WeightTransposed, Tensor Bias, Tensor? WeightGradient, Tensor? BiasGradient);
}

/// <summary>The products of all networks as one batched product.</summary>
internal sealed class BatchedAffineMaps(AffineParameters parameters) : AffineMaps(parameters)
{
    public override Tensor Apply(Tensor input) =>
        bmm(OfNetworks(input), Parameters.Weights.transpose(1, 2)).add_(Parameters.Biases.unsqueeze(1));

    public override void WriteGradients(Tensor input, Tensor outputGradient)
    {
        Parameters.WeightGradients!.copy_(bmm(outputGradient.transpose(1, 2), OfNetworks(input)));
        Parameters.BiasGradients!.copy_(outputGradient.sum([1L]));
    }

    public override Tensor InputGradient(Tensor outputGradient) => bmm(outputGradient, Parameters.Weights);

    // (N, B, D)
    private Tensor OfNetworks(Tensor input) => input.repeat_interleave(NetworkCount / (int)input.shape[0], 0);
}
