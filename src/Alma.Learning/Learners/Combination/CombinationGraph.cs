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
    /// <param name="classCounts">How many classes each knows.</param>
    public static OnnxValue LogMeanOfProbabilities(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts)
    {
        var logs = graph.Node("LogSoftmax", [Stacked(graph, members, classCounts)], OnnxAttribute.Of("axis", 2));
        var logSum = graph.Node("ReduceLogSumExp", [logs], OnnxAttribute.Of("axes", [0]), OnnxAttribute.Of("keepdims", 0));
        return graph.Node("Sub", [logSum, graph.Number((float)Math.Log(members.Count))]);
    }

    /// <summary>As <see cref="MissingClasses.Sums"/> sums, for members that do not know all classes.</summary>
    /// <param name="classCounts">How many classes each knows.</param>
    /// <inheritdoc cref="Mean"/>
    public static OnnxValue SumOfKnown(
        OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts, IReadOnlyList<double> weights)
    {
        var classCount = classCounts.Max();
        float[] positive = [.. weights.Select(weight => Math.Max(MissingClasses.LeastWeight, (float)weight))];
        var weighted = members.Select((member, k) => Padded(
            graph,
            graph.Node("Mul", [graph.Node("LogSoftmax", [member], OnnxAttribute.Of("axis", 1)), graph.Number(positive[k])]),
            classCount - classCounts[k], 0));
        float[] factors = [.. Enumerable.Range(0, classCount).Select(label =>
            positive.Sum() / positive.Where((_, k) => label < classCounts[k]).Sum())];
        return graph.Node("Mul", [Sum(graph, [.. weighted]), graph.Constant(factors, [1, classCount])]);
    }

    /// <summary>The first of the largest.</summary>
    /// <returns>(B) int64.</returns>
    public static OnnxValue Largest(OnnxGraph graph, OnnxValue logits) => ArgMax(graph, logits, 1);

    /// <summary>As <see cref="MajorityVote"/> decides.</summary>
    /// <returns>(B) int64.</returns>
    public static OnnxValue Vote(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts)
    {
        var (stacked, classCount) = (Stacked(graph, members, classCounts), classCounts.Max());
        var votes = graph.Node(
            "ReduceSum", [OneHot(graph, ArgMax(graph, stacked, 2), classCount, 1), graph.Integers(0)], OnnxAttribute.Of("keepdims", 0));
        var probabilities = graph.Node("Softmax", [stacked], OnnxAttribute.Of("axis", 2));
        var largest = graph.Node("ReduceMax", [probabilities], OnnxAttribute.Of("axes", [0]), OnnxAttribute.Of("keepdims", 0)); // (B, K)
        var tieBreak = OneHot(graph, ArgMax(graph, largest, 1), classCount, MajorityVote.TieBreak);
        return Largest(graph, graph.Node("Add", [votes, tieBreak]));
    }

    // (B, fewer) -> (B, K)
    private static OnnxValue Padded(OnnxGraph graph, OnnxValue logits, int missing, float value) => missing == 0
        ? logits
        : graph.Node("Pad", [logits, graph.Integers(0, 0, 0, missing), graph.Number(value)]);

    // (M, B, K)
    private static OnnxValue Stacked(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts)
    {
        OnnxValue[] apart = [.. members.Select((member, k) => graph.Node(
            "Unsqueeze",
            [Padded(graph, member, classCounts.Max() - classCounts[k], float.NegativeInfinity), graph.Integers(0)]))];
        return apart is [var only] ? only : graph.Node("Concat", apart, OnnxAttribute.Of("axis", 0));
    }

    private static OnnxValue ArgMax(OnnxGraph graph, OnnxValue input, int axis) =>
        graph.Node("ArgMax", [input], OnnxAttribute.Of("axis", axis), OnnxAttribute.Of("keepdims", 0));

    private static OnnxValue OneHot(OnnxGraph graph, OnnxValue classes, int classCount, float value) =>
        graph.Node("OneHot", [classes, graph.Integers(classCount), graph.Constant([0f, value], [2])], OnnxAttribute.Of("axis", -1));
}
