// M: members, B: batch, K: classes.
using Alma.Onnx;

namespace Alma.Learning.Learners.Combination;

/// <summary>What rules of combination are made of, as parts of an ONNX graph.</summary>
internal static class CombinationGraph
{
    /// <returns>(B, K).</returns>
    public static OnnxValue Mean(OnnxGraph graph, IReadOnlyList<OnnxValue> members) =>
        members.Count == 1 ? members[0] : graph.Node("Mean", [.. members]);

    /// <inheritdoc cref="Mean"/>
    public static OnnxValue Sum(OnnxGraph graph, IReadOnlyList<OnnxValue> members) =>
        members.Count == 1 ? members[0] : graph.Node("Sum", [.. members]);

    /// <inheritdoc cref="Mean"/>
    public static OnnxValue LogMeanOfProbabilities(OnnxGraph graph, IReadOnlyList<OnnxValue> members)
    {
        var logs = graph.Node("LogSoftmax", [Stacked(graph, members)], OnnxAttribute.Of("axis", 2));
        var logSum = graph.Node("ReduceLogSumExp", [logs], OnnxAttribute.Of("axes", [0]), OnnxAttribute.Of("keepdims", 0));
        return graph.Node("Sub", [logSum, graph.Number((float)Math.Log(members.Count))]);
    }

    /// <summary>The first of the largest.</summary>
    /// <returns>(B) int64.</returns>
    public static OnnxValue Largest(OnnxGraph graph, OnnxValue logits) => ArgMax(graph, logits, 1);

    /// <summary>As <see cref="MajorityVote"/> decides.</summary>
    /// <returns>(B) int64.</returns>
    public static OnnxValue Vote(OnnxGraph graph, IReadOnlyList<OnnxValue> members, int classCount)
    {
        var stacked = Stacked(graph, members);
        var votes = graph.Node(
            "ReduceSum", [OneHot(graph, ArgMax(graph, stacked, 2), classCount, 1), graph.Integers(0)], OnnxAttribute.Of("keepdims", 0));
        var probabilities = graph.Node("Softmax", [stacked], OnnxAttribute.Of("axis", 2));
        var largest = graph.Node("ReduceMax", [probabilities], OnnxAttribute.Of("axes", [0]), OnnxAttribute.Of("keepdims", 0)); // (B, K)
        var tieBreak = OneHot(graph, ArgMax(graph, largest, 1), classCount, MajorityVote.TieBreak);
        return Largest(graph, graph.Node("Add", [votes, tieBreak]));
    }

    // (M, B, K)
    private static OnnxValue Stacked(OnnxGraph graph, IReadOnlyList<OnnxValue> members)
    {
        OnnxValue[] apart = [.. members.Select(member => graph.Node("Unsqueeze", [member, graph.Integers(0)]))];
        return apart is [var only] ? only : graph.Node("Concat", apart, OnnxAttribute.Of("axis", 0));
    }

    private static OnnxValue ArgMax(OnnxGraph graph, OnnxValue input, int axis) =>
        graph.Node("ArgMax", [input], OnnxAttribute.Of("axis", axis), OnnxAttribute.Of("keepdims", 0));

    private static OnnxValue OneHot(OnnxGraph graph, OnnxValue classes, int classCount, float value) =>
        graph.Node("OneHot", [classes, graph.Integers(classCount), graph.Constant([0f, value], [2])], OnnxAttribute.Of("axis", -1));
}
