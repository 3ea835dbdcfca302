// B: batch, K: classes.
using Alma.Learning.Networks;
using Alma.Learning.Streams;
using static TorchSharp.torch;

namespace Alma.Learning.Learners.Boosting;

/// <summary>Finds which examples a network gets wrong.</summary>
internal static class MemberErrors
{
    /// <param name="examples">Indices into <paramref name="images"/>.</param>
    /// <returns>One per example, in their order.</returns>
    public static bool[] Of(Network network, ResidentImages images, long[] examples, int batchSize)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        network.EvaluationMode();
        var indices = tensor(examples, device: images.Device);
        var wrong = zeros(examples.Length, ScalarType.Bool, images.Device);
        foreach (var (start, length) in ScoringBatches.Of(examples.Length, batchSize, images.Shape))
        {
            using var batchScope = NewDisposeScope();
            var (batch, labels) = images.Gather(indices.narrow(0, start, length));
            wrong.narrow(0, start, length).copy_(network.Forward(batch).argmax(1).ne(labels));
        }
        return wrong.cpu().data<bool>().ToArray();
    }
}
