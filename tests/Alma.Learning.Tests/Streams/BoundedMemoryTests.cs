using Alma.Learning.Streams;
using Alma.Learning.Training;
using FsCheck.Xunit;

namespace Alma.Learning.Tests.Streams;

public sealed class BoundedMemoryTests
{
    [Fact]
    public void Keep_OfReservoirs_KeepsEachExampleEquallyOften()
    {
        const int draws = 2000;
        var kept = new int[40];
        for (var seed = 0; seed < draws; seed++)
            foreach (var example in After(Bound(MemoryKind.Reservoir, 10, seed), 40, cuts: [5, 12, 30])) kept[example]++;

        // Binomial of 1/4: 500 and a deviation of 19; six of them are exceeded once in 10^9.
        Assert.All(kept, count => Assert.InRange(count, 384, 616));
    }

    [Property]
    public bool Keep_HoweverExamplesAreCut_KeepsTheSame(byte size, ushort count, ushort first, ushort second, long seed)
    {
        var (some, from, to) = ((count % 300) + 1, Math.Min(first, second) % 300, Math.Max(first, second) % 300);
        return new[] { MemoryKind.Reservoir, MemoryKind.Recent, MemoryKind.Balanced }.All(kind =>
        {
            var bound = Bound(kind, size + 1, seed);
            var whole = After(bound, some, cuts: []);
            int[] cuts = [.. new[] { from, to }.Order().Where(cut => cut < some)];
            return After(bound, some, cuts).Order().SequenceEqual(whole.Order()) && whole.Length == Math.Min(some, size + 1);
        });
    }

    [Fact]
    public void Keep_OfTheRecent_KeepsThoseThatCameLast() =>
        Assert.Equal([35, 36, 37, 38, 39], After(Bound(MemoryKind.Recent, 5, 1), 40, cuts: [10, 37]));

    [Theory]
    [InlineData(9, 3, 3, 3)]
    [InlineData(60, 6, 20, 34)] // of the rare class all there are
    [InlineData(97, 6, 20, 71)]
    public void Keep_Balanced_KeepsOfEachClassAsManyAsOfTheOthers(int size, int rare, int common, int most)
    {
        // Of 100 examples 6 are of class 0, 20 of class 1, 74 of class 2.
        static long LabelOf(long example) => example % 50 < 3 ? 0 : example % 50 < 13 ? 1 : 2;
        var bound = new BoundedMemory(
            MemoryKind.Balanced, size, Draws(7), examples => Array.ConvertAll(examples, LabelOf));

        var kept = After(bound, 100, cuts: [1, 20, 21, 60]);

        var counts = Enumerable.Range(0, 3).Select(label => kept.Count(example => LabelOf(example) == label)).ToArray();
        Assert.Equal([rare, common, most], counts);
        Assert.Equal(size, kept.Distinct().Count());
    }

    [Fact]
    public void Admit_WithABound_ReplaysOfWhatIsKeptAndRemembersNoMore()
    {
        var (memory, proportions) = (new ReplayMemory(), new SplitProportions(0.2, 0.5, 1) { MemorySize = 20 });
        for (var k = 0; k < 5; k++)
        {
            var before = memory.Remembered;
            long[] arriving = [.. Enumerable.Range(50 * k, 50).Select(i => (long)i)];
            var used = memory.Admit(
                new Megabatch(k, arriving), proportions, new MersenneTwister((uint)k), Bound(MemoryKind.Reservoir, 20, 3));

            Assert.Equal(40 + (before.Training.Length / 2), used.Training.Length);
            Assert.Equal(10 + before.Validation.Length, used.Validation.Length);
            Assert.Subset(before.Training.ToHashSet(), used.Training.Except(arriving).ToHashSet());
            Assert.Subset(before.Validation.ToHashSet(), used.Validation.Except(arriving).ToHashSet());
            Assert.Equal(20, memory.Remembered.Training.Length);
            Assert.Equal(Math.Min(20, 10 * (k + 1)), memory.Remembered.Validation.Length);
            Assert.Empty(memory.Remembered.Training.Intersect(memory.Remembered.Validation));
        }
    }

    private static BoundedMemory Bound(MemoryKind kind, int size, long seed) =>
        new(kind, size, Draws(seed), examples => Array.ConvertAll(examples, example => example % 3));

    private static Func<long, ulong> Draws(long seed) => example => new Seeds(seed).OfExample(SeedPurpose.Memory, example);

    // Examples 0 to count come in their order, cut before these.
    private static long[] After(BoundedMemory bound, int count, int[] cuts)
    {
        long[] kept = [];
        foreach (var (from, to) in cuts.Prepend(0).Zip(cuts.Append(count)))
            kept = bound.Keep(kept, [.. Enumerable.Range(from, to - from).Select(i => (long)i)]);
        return kept;
    }
}
