using Alma.Learning.Streams;
using FsCheck;
using FsCheck.Xunit;

namespace Alma.Learning.Tests.Streams;

public sealed class ReplayMemoryTests
{
    [Fact]
    public void Admit_WithoutReplay_SplitsTheMegabatchAlone()
    {
        var memory = new ReplayMemory();
        var proportions = new SplitProportions(0.1, 0, 0);
        memory.Admit(Range(0, 100), proportions, new MersenneTwister(1));
        var split = memory.Admit(Range(100, 100), proportions, new MersenneTwister(2));

        Assert.Equal(90, split.Training.Length);
        Assert.Equal(10, split.Validation.Length);
        Assert.Equal(Range(100, 100).Examples, split.Training.Concat(split.Validation).Order());
    }

    [Fact]
    public void Admit_WithWholeReplay_KeepsEveryExampleOnItsSideOfTheSplit()
    {
        var memory = new ReplayMemory();
        var proportions = new SplitProportions(0.2, 1, 1);
        var first = memory.Admit(Range(0, 50), proportions, new MersenneTwister(1));
        var second = memory.Admit(Range(50, 50), proportions, new MersenneTwister(2));

        Assert.Equal(80, second.Training.Length);
        Assert.Equal(20, second.Validation.Length);
        Assert.Subset(second.Training.ToHashSet(), first.Training.ToHashSet());
        Assert.Subset(second.Validation.ToHashSet(), first.Validation.ToHashSet());
    }

    [Fact]
    public void Admit_WithHalfReplay_AddsHalfOfWhatTheLastUpdateUsed()
    {
        var memory = new ReplayMemory();
        var proportions = new SplitProportions(0.1, 0.5, 0);
        var sizes = Enumerable.Range(0, 4)
            .Select(k => memory.Admit(Range(100 * k, 100), proportions, new MersenneTwister((uint)k)).Training.Length);
        // The memory is all the last update used, so each adds half of that: 90, 90 + 45, 90 + 67, 90 + 78.
        Assert.Equal([90, 135, 157, 168], sizes);
    }

    [Property]
    public bool Admit_AtAnyProportions_NeverHoldsAnUnseenOrAMixedUpExample(
        byte validation, byte trainReplay, byte validationReplay, uint seed)
    {
        var memory = new ReplayMemory();
        var proportions = new SplitProportions(validation / 256.0, trainReplay / 255.0, validationReplay / 255.0);
        for (var k = 0; k < 4; k++)
        {
            var split = memory.Admit(Range(20 * k, 20), proportions, new MersenneTwister(seed + (uint)k));
            var all = split.Training.Concat(split.Validation).ToArray();
            if (all.Any(example => example < 0 || example >= 20 * (k + 1)) || all.Distinct().Count() != all.Length) return false;
        }
        return true;
    }

    [Fact]
    public void Admit_WithTheSameGenerator_SplitsTheSame()
    {
        var split = () => new ReplayMemory().Admit(Range(0, 30), new SplitProportions(0.3, 0, 0), new MersenneTwister(5)).Validation;
        Assert.Equal(split(), split());
    }

    private static Megabatch Range(int start, int count) => new(0, [.. Enumerable.Range(start, count).Select(i => (long)i)]);
}
