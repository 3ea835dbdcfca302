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
    public static bool[] Of(Network network, LabelledImages images, long[] examples, int batchSize)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        network.EvaluationMode();
        var wrong = zeros(examples.Length, ScalarType.Bool, images.Device);
        using var loader = images.Load(examples, batchSize);
        while (loader.MoveNext())
        {
            using var batchScope = NewDisposeScope();
            var (batch, labels) = loader.Gather();
            wrong.narrow(0, loader.Start, loader.Length).copy_(network.Forward(batch).argmax(1).ne(labels));
        }
        return wrong.cpu().data<bool>().ToArray();
    }
}
