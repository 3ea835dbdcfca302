// N: networks, M: models, each of N / M networks that see the same batch, B: batch, D: inputs, R: outputs.
using static TorchSharp.torch;

namespace Alma.Learning.Compute;

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
