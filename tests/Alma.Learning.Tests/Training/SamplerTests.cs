using Alma.Learning.Training;
using FsCheck.Xunit;

namespace Alma.Learning.Tests.Training;

public sealed class SamplerTests
{
    private static readonly Seeds seeds = new(4);

    [Fact]
    public void Shuffled_GivesEveryExampleOnceInAnOrderOfItsOwn()
    {
        var sampler = new ShuffledSampler();
        var first = sampler.Positions(50, seeds, 0, 0, 0);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), first.Order());
        Assert.NotEqual(first, sampler.Positions(50, seeds, 0, 1, 0));
        Assert.NotEqual(first, sampler.Positions(50, seeds, 0, 0, 1));
        Assert.NotEqual(first, sampler.Positions(50, seeds, 1, 0, 0));
        Assert.Equal(first, sampler.Positions(50, seeds, 0, 0, 0));
    }

    [Fact]
    public void Bootstrap_GivesTheSameSampleInEveryEpochAndAnotherToEveryModel()
    {
        var sampler = new BootstrapSampler(1);
        var first = sampler.Positions(200, seeds, 0, 0, 0);
        Assert.Equal(first.Order(), sampler.Positions(200, seeds, 0, 5, 0).Order());
        Assert.NotEqual(first, sampler.Positions(200, seeds, 0, 5, 0));
        Assert.NotEqual(first.Order(), sampler.Positions(200, seeds, 0, 0, 1).Order());
        // A bootstrap sample holds 1 - 1/e of the examples, 126 of 200, give or take.
        Assert.InRange(first.Distinct().Count(), 105, 145);
    }

    [Property]
    public bool Bootstrap_OfAPart_DrawsFromThatPartAlone(byte part)
    {
        var share = (part + 1) / 256.0;
        var positions = new BootstrapSampler(share).Positions(100, seeds, 0, 0, 0);
        return positions.Length == 100
            && positions.All(position => position is >= 0 and < 100)
            && positions.Distinct().Count() <= Math.Max(1, (int)(share * 100));
    }

    [Fact]
    public void Weighted_DrawsInProportionAndNeverWhatHasNoWeight()
    {
        var sampler = new WeightedSampler([0, 1, 0, 3, 0]);
        var drawn = Enumerable.Range(0, 2000).SelectMany(epoch => sampler.Positions(5, seeds, 0, epoch, 0)).ToArray();
        Assert.Equal([1L, 3], drawn.Distinct().Order());
        Assert.Equal(0.75, drawn.Count(position => position == 3) / 10_000.0, 0.02);
    }
}
