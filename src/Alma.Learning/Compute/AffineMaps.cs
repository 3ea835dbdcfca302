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
