// M: members, B: batch, K: classes.
using System.Text.Json.Serialization;
using Alma.Onnx;
using static TorchSharp.torch;

namespace Alma.Learning.Learners.Combination;

/// <summary>What a learner says of a batch.</summary>
/// <param name="Logits">(B, K): their softmax is what the learner believes, and what its loss is measured on.</param>
/// <param name="Choice">(B) int64: the class it decides on, which a vote may take elsewhere than the largest logit.</param>
public sealed record Prediction(Tensor Logits, Tensor Choice);

/// <summary>A prediction as values of an ONNX graph.</summary>
/// <param name="Logits">(B, K) float32.</param>
/// <param name="Choice">(B) int64.</param>
public readonly record struct PredictionValues(OnnxValue Logits, OnnxValue Choice);

/// <summary>
/// How the members of a learner are combined into one prediction. Models say in their metadata which rule it is, as JSON; a rule of a
/// program's own is not said.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "rule")]
[JsonDerivedType(typeof(MeanOfLogits), "mean_of_logits")]
[JsonDerivedType(typeof(MeanOfProbabilities), "mean_of_probabilities")]
[JsonDerivedType(typeof(SumOfLogits), "sum_of_logits")]
[JsonDerivedType(typeof(WeightedLogits), "weighted_logits")]
public abstract class CombinationRule
{
    /// <summary>Combines what the members say.</summary>
    /// <param name="members">Logits (M, B, K); minus infinity for classes that a member does not know.</param>
    public abstract Prediction Combine(Tensor members);

    /// <summary>
    /// How many members, from the first on, it takes until the prediction for an example is the one that all of them together
    /// make: 1 to M, (B) int64; null for a rule that knows no order of members.
    /// </summary>
    /// <param name="members">Logits (M, B, K).</param>
    public virtual Tensor? PredictionDepth(Tensor members) => null;

    /// <summary>Adds to an ONNX graph what <see cref="Combine"/> computes. It needs no LibTorch.</summary>
    /// <param name="members">Logits of each, (B, K), or (B, fewer) of a member that does not know the last classes.</param>
    /// <param name="classCounts">How many classes each knows; K is the largest.</param>
    /// <exception cref="LearningException">The rule says no graph, or is not one for so many members.</exception>
    public virtual PredictionValues AddTo(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts) =>
        throw new LearningException(
            $"{GetType().Name} does not say what it is in ONNX, so models cannot be exported. Override {nameof(AddTo)} in it.");
}

/// <summary>The mean of the members' logits decides, or their vote.</summary>
public sealed class MeanOfLogits(bool vote) : CombinationRule
{
    /// <summary>Whether the members vote.</summary>
    public bool Vote { get; } = vote;

    public override Prediction Combine(Tensor members)
    {
        var mean = MissingClasses.Known(members) is { } known
            ? MissingClasses.Sums(members, full([members.shape[0], 1, 1], 1.0 / members.shape[0], members.dtype, members.device), known)[^1]
            : members.mean([0]);
        return new Prediction(mean, Vote ? MajorityVote.Of(members) : mean.argmax(1));
    }

    public override PredictionValues AddTo(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts)
    {
        var mean = classCounts.Distinct().Count() == 1
            ? CombinationGraph.Mean(graph, members)
            : CombinationGraph.SumOfKnown(graph, members, classCounts, [.. members.Select(_ => 1.0 / members.Count)]);
        return new(mean, Vote ? CombinationGraph.Vote(graph, members, classCounts) : CombinationGraph.Largest(graph, mean));
    }
}

/// <summary>The mean of the members' probabilities decides, or their vote. The logits are the logarithm of that mean.</summary>
public sealed class MeanOfProbabilities(bool vote) : CombinationRule
{
    /// <summary>Whether the members vote.</summary>
    public bool Vote { get; } = vote;

    public override Prediction Combine(Tensor members)
    {
        var logMean = members.log_softmax(2).logsumexp(0) - Math.Log(members.shape[0]); // the mean in a way that cannot underflow to log(0)
        return new Prediction(logMean, Vote ? MajorityVote.Of(members) : logMean.argmax(1));
    }

    public override PredictionValues AddTo(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts)
    {
        var logMean = CombinationGraph.LogMeanOfProbabilities(graph, members, classCounts);
        return new(logMean, Vote ? CombinationGraph.Vote(graph, members, classCounts) : CombinationGraph.Largest(graph, logMean));
    }
}

/// <summary>The sum of the members' logits decides: they are one model.</summary>
public sealed class SumOfLogits : CombinationRule
{
    public override Prediction Combine(Tensor members)
    {
        var sum = MissingClasses.Known(members) is { } known
            ? MissingClasses.Sums(members, ones([members.shape[0], 1, 1], members.dtype, members.device), known)[^1]
            : members.sum([0]);
        return new Prediction(sum, sum.argmax(1));
    }

    public override PredictionValues AddTo(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts)
    {
        var sum = classCounts.Distinct().Count() == 1
            ? CombinationGraph.Sum(graph, members)
            : CombinationGraph.SumOfKnown(graph, members, classCounts, [.. members.Select(_ => 1.0)]);
        return new(sum, CombinationGraph.Largest(graph, sum));
    }
}

/// <summary>
/// The members' logits, each times the weight boosting gave it, decide; summed or averaged, which changes the loss alone.
/// </summary>
public sealed class WeightedLogits(IReadOnlyList<double> weights, bool average) : CombinationRule
{
    /// <summary>One of each member.</summary>
    public IReadOnlyList<double> Weights { get; } = weights;

    /// <summary>Whether the mean is taken, not the sum.</summary>
    public bool Average { get; } = average;

    public override Prediction Combine(Tensor members)
    {
        var combined = MissingClasses.Known(members) is { } known
            ? MissingClasses.Sums(members, Average ? Factors(members) / members.shape[0] : Factors(members), known)[^1]
            : Average ? (members * Factors(members)).mean([0]) : (members * Factors(members)).sum([0]);
        return new Prediction(combined, combined.argmax(1));
    }

    public override PredictionValues AddTo(OnnxGraph graph, IReadOnlyList<OnnxValue> members, IReadOnlyList<int> classCounts)
    {
        if (members.Count != Weights.Count)
            throw new LearningException($"The model has {members.Count} networks, and weights for {Weights.Count}.");
        var combined = classCounts.Distinct().Count() == 1
            ? Combined(graph, members)
            : CombinationGraph.SumOfKnown(
                graph, members, classCounts, Average ? [.. Weights.Select(weight => weight / members.Count)] : [.. Weights]);
        return new(combined, CombinationGraph.Largest(graph, combined));
    }

    private OnnxValue Combined(OnnxGraph graph, IReadOnlyList<OnnxValue> members)
    {
        OnnxValue[] weighted =
            [.. members.Zip(Weights, (member, weight) => graph.Node("Mul", [member, graph.Number((float)weight)]))];
        return Average ? CombinationGraph.Mean(graph, weighted) : CombinationGraph.Sum(graph, weighted);
    }

    public override Tensor PredictionDepth(Tensor members)
    {
        var sums = MissingClasses.Known(members) is { } known
            ? MissingClasses.Sums(members, Factors(members), known)
            : (members * Factors(members)).cumsum(0);
        var soFar = sums.argmax(2); // (M, B): the choice of the first 1, 2, ... M members
        var differs = soFar.ne(soFar[^1]).to(ScalarType.Int64);
        var ranks = arange(1, members.shape[0] + 1, device: members.device).unsqueeze(1); // (M, 1)
        return (differs * ranks).amax([0]) + 1; // one more than the last that still differs
    }

    // (M, 1, 1)
    private Tensor Factors(Tensor members) =>
        tensor(Weights.Select(weight => (float)weight).ToArray(), device: members.device).view(-1, 1, 1);
}
