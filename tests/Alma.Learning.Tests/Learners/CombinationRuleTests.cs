using Alma.Learning.Learners.Combination;
using FsCheck.Xunit;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Learners;

public sealed class CombinationRuleTests
{
    public static TheoryData<string, CombinationRule> ReferenceCases => new()
    {
        { "mean_logits_argmax", new MeanOfLogits(vote: false) },
        { "summed_logits_argmax", new SumOfLogits() },
        { "mean_softmax_argmax", new MeanOfProbabilities(vote: false) },
        { "majority_vote_tie_to_most_confident", new MeanOfProbabilities(vote: true) },
        { "majority_vote_tie_to_most_confident", new MeanOfLogits(vote: true) },
        { "alpha_weighted", new WeightedLogits([0.5, 1.5, 1.0], average: false) },
        { "alpha_weighted", new WeightedLogits([0.5, 1.5, 1.0], average: true) },
    };

    [Theory]
    [MemberData(nameof(ReferenceCases))]
    public void Combine_OfTheReferenceLogits_ChoosesAsTheReference(string name, CombinationRule rule)
    {
        using var scope = NewDisposeScope();
        var combine = ReferenceNumbers.Read("learners.json").GetProperty("combine");
        var expected = name == "alpha_weighted" ? combine.GetProperty(name).GetProperty("argmax") : combine.GetProperty(name);
        Assert.Equal(expected.Numbers(), rule.Combine(ReferenceLogits()).Choice.data<long>().ToArray().Select(choice => (double)choice));
    }

    [Fact]
    public void MeanOfProbabilities_OfTheReferenceLogits_IsTheLogarithmOfTheMeanSoftmax()
    {
        using var scope = NewDisposeScope();
        var expected = ReferenceNumbers.Read("learners.json")
            .GetProperty("combine")
            .GetProperty("mean_softmax")
            .EnumerateArray()
            .SelectMany(row => row.Numbers());
        var actual = new MeanOfProbabilities(vote: false).Combine(ReferenceLogits()).Logits.exp().data<float>().ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void MajorityVote_OfATie_GoesToTheMostConfidentMember()
    {
        using var scope = NewDisposeScope();
        // Two members, one sample: 0.6 for class 0 against 0.9 for class 2.
        Assert.Equal(2, MajorityVote.Of(Members([0.6f, 0.3f, 0.1f], [0.05f, 0.05f, 0.9f])).item<long>());
        Assert.Equal(0, MajorityVote.Of(Members([0.9f, 0.05f, 0.05f], [0.1f, 0.3f, 0.6f])).item<long>());
    }

    [Fact]
    public void MajorityVote_OfAMajority_OutvotesTheMostConfidentMember()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(1, MajorityVote.Of(Members([0.3f, 0.4f, 0.3f], [0.3f, 0.4f, 0.3f], [0.99f, 0, 0.01f])).item<long>());
    }

    [Fact]
    public void PredictionDepth_IsTheNumberOfMembersThatSettleThePrediction()
    {
        using var scope = NewDisposeScope();
        var rule = new WeightedLogits([1, 1, 1], average: false);
        // Settled by the first; by the third; overturned by the second and back again by the third.
        Assert.Equal(1, Depth(rule, [3, 0], [1, 0], [1, 0]));
        Assert.Equal(3, Depth(rule, [1, 0], [1, 0], [0, 5]));
        Assert.Equal(3, Depth(rule, [2, 0], [0, 3], [2, 0]));
        Assert.Equal(2, Depth(rule, [0, 1], [2, 0], [0, 0.5f]));
    }

    [Property]
    public bool Combine_OfOneMember_ChoosesAsItDoes(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Math.Abs((long)seed), CPU);
        var members = randn(1, 7, 5, generator: generator);
        CombinationRule[] rules =
        [
            new MeanOfLogits(false), new MeanOfLogits(true), new MeanOfProbabilities(false), new MeanOfProbabilities(true),
            new SumOfLogits(), new WeightedLogits([0.7], true)
        ];
        var own = members[0].argmax(1);
        return rules.All(rule => rule.Combine(members).Choice.eq(own).all().item<bool>());
    }

    private static long Depth(WeightedLogits rule, params float[][] members) => rule.PredictionDepth(Members(members)).item<long>();

    // (M, 1, K).
    private static Tensor Members(params float[][] members) => stack(members.Select(member => tensor(member).unsqueeze(0)));

    private static Tensor ReferenceLogits() =>
        stack(ReferenceNumbers.Read("learners.json").GetProperty("combine").GetProperty("logits").EnumerateArray()
            .Select(member =>
                stack(member.EnumerateArray().Select(row => tensor(Array.ConvertAll(row.Numbers(), value => (float)value))))));
}
