using Alma.Learning.Learners.Boosting;
using FsCheck;
using FsCheck.Xunit;

namespace Alma.Learning.Tests.Learners;

public sealed class SammeTests
{
    [Fact]
    public void Weigh_OfTheReferenceErrors_GivesTheReferenceWeights()
    {
        var expected = ReferenceNumbers.Read("learners.json").GetProperty("samme");
        var errors = expected.GetProperty("err")
            .EnumerateArray()
            .Select(member => Array.ConvertAll(member.Numbers(), value => value == 1))
            .ToArray();
        var weights = Samme.Weigh(errors, errors[0].Length, expected.GetProperty("K").GetInt32());
        Assert.All(expected.GetProperty("alphas").Numbers().Zip(weights.Alphas), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(
            expected.GetProperty("weights").Numbers().Zip(weights.ExampleWeights), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Weigh_OfAMemberWithoutErrorOrWithoutHit_StaysFinite(bool allWrong)
    {
        var weights = Samme.Weigh([Enumerable.Repeat(allWrong, 8).ToArray()], 8, 10);
        Assert.True(double.IsFinite(weights.Alphas[0]));
        Assert.All(weights.ExampleWeights, weight => Assert.Equal(1.0 / 8, weight, 1e-12));
    }

    [Property]
    public bool Weigh_OfAnyErrors_GivesWeightsThatSumToOneAndFavourWhatIsWrong(NonEmptyArray<bool> errors)
    {
        var wrong = errors.Get;
        var weights = Samme.Weigh([wrong], wrong.Length, 10);
        var favoured = weights.Alphas[0] > 0 && wrong.Contains(true) && wrong.Contains(false)
            ? weights.ExampleWeights[Array.IndexOf(wrong, true)] > weights.ExampleWeights[Array.IndexOf(wrong, false)]
            : true;
        return Math.Abs(weights.ExampleWeights.Sum() - 1) < 1e-9 && favoured;
    }
}
