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

    [Fact]
    public void Combine_OfMembersThatDoNotKnowAllClasses_LeavesThemOutForThoseTheyDoNotKnow()
    {
        using var scope = NewDisposeScope();
        // Four members are sure of class 0 and have never met class 2, of which the fifth is sure.
        float[] old = [4, -4, float.NegativeInfinity];
        var members = Members(old, old, old, old, [-3, -3, 6]);
        double[] alphas = [1, 2, 1, 2, 0.5];
        CombinationRule[] means =
            [new MeanOfLogits(false), new SumOfLogits(), new WeightedLogits(alphas, true), new WeightedLogits(alphas, false)];
        Assert.All(means, rule => Assert.Equal(2, rule.Combine(members).Choice.item<long>()));
        Assert.All(means, rule => Assert.True(rule.Combine(members).Logits.isfinite().all().item<bool>()));
        Assert.Equal(5, new WeightedLogits(alphas, false).PredictionDepth(members).item<long>());
        // Where the fifth is sure of class 0 too, so are all.
        Assert.All(means, rule => Assert.Equal(0, rule.Combine(Members(old, old, old, old, [6, -3, -3])).Choice.item<long>()));
    }

    [Fact]
    public void Combine_OfVotesAndProbabilities_HasNoneOfMembersThatDoNotKnowAClass()
    {
        using var scope = NewDisposeScope();
        float[] old = [0, 0, float.NegativeInfinity];
        var members = Members(old, [-9, -9, 9]);
        Assert.Equal(2, new MeanOfProbabilities(vote: false).Combine(members).Choice.item<long>());
        Assert.Equal(
            [0.25f, 0.25f, 0.5f],
            new MeanOfProbabilities(vote: false).Combine(members).Logits.exp().data<float>().ToArray(), (one, other) =>
                Math.Abs(one - other) < 1e-6f);
        Assert.Equal(0, new MeanOfLogits(vote: true).Combine(Members(old, old, [-9, -9, 9])).Choice.item<long>());
        Assert.Equal(2, new MeanOfLogits(vote: true).Combine(Members(old, [-9, -9, 9], [-9, -9, 9])).Choice.item<long>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.7)]
    public void WeightedLogits_OfAClassThatOnlyAMemberOfNoWeightKnows_AreWhatItSays(double weight)
    {
        using var scope = NewDisposeScope();
        var rule = new WeightedLogits([1, weight], average: false);
        float[] old = [2, -2, float.NegativeInfinity];
        Assert.Equal(0, rule.Combine(Members(old, [3, -1, -5])).Choice.item<long>());
        Assert.True(rule.Combine(Members(old, [3, -1, -5])).Logits.isfinite().all().item<bool>());
        Assert.Equal(2, rule.Combine(Members(old, [-5, -5, 5])).Choice.item<long>());
    }

    [Property]
    public bool MissingClasses_WhereNoneAreMissing_ChooseAsTheRule(int seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Math.Abs((long)seed), CPU);
        var members = randn(3, 7, 5, generator: generator);
        var weights = tensor(new[] { 0.5f, 1.5f, 1f }).view(3, 1, 1);
        var sums = MissingClasses.Sums(members, weights, ones(3, 1, 5));
        var expected = new WeightedLogits([0.5, 1.5, 1], average: false).Combine(members);
        return sums[^1].softmax(1).allclose(expected.Logits.softmax(1), 1e-4, 1e-5);
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
