using Alma.Learning.Streams;

namespace Alma.Learning.Tests.Streams;

public sealed class UpdateSizeTests
{
    public static TheoryData<int, int, int, int, double, double, int?> Streams => new(
        from count in new[] { 1, 7, 100, 101 }
        from length in new[] { 1, 3, 10 }
        from learned in new[] { 1, 3, 10 }
        where learned <= length
        from wait in new[] { 1, 2, 4, int.MaxValue }
        from validation in new[] { 0.1, 0.5 }
        from replay in new[] { 0.0, 0.3, 1.0 }
        from memory in new int?[] { null, 1, 30 }
        select (count, length, learned, wait, validation, replay, memory));

    [Theory]
    [MemberData(nameof(Streams))]
    public void Of_AnyStream_IsWhatTheUpdatesThenHave(
        int count, int length, int learned, int wait, double validation, double replay, int? memorySize)
    {
        var proportions = new SplitProportions(validation, replay, replay / 2) { MemorySize = memorySize };
        var bound = memorySize is { } size ? new BoundedMemory(MemoryKind.Recent, size, _ => 0, labelled => labelled) : null;
        var (stream, waiting, memory) = (new MegabatchStream(count, length, seed: 3), new WaitingTime(wait, learned), new ReplayMemory());
        var met = new List<UpdateSize>();
        foreach (var megabatch in stream.StartingAt(0).Take(learned))
        {
            if (waiting.Arrive(megabatch) is not { } arrived) continue;
            var split = memory.Admit(arrived, proportions, new MersenneTwister(1), bound);
            met.Add(new UpdateSize(megabatch.Index, arrived.Examples.Length, split.Training.Length, split.Validation.Length));
        }

        Assert.Equal(met, UpdateSize.Of(count, length, learned, wait, proportions));
    }

    [Theory]
    [InlineData("50 1 1 50", 1, 0.0, "0:50 3:52")]
    [InlineData("1 50 1", 1, 0.0, "1:51")]
    [InlineData("1 1 50 50 1 1", 2, 0.0, "3:102")]
    [InlineData("50 1 50", 1, 1.0, "0:50 1:1 2:50")] // what is replayed is enough to validate on
    public void OfOpen_WhatCannotBeLearnedFrom_WaitsForTheNext(string arrivals, int wait, double replay, string updates)
    {
        int[] counts = [.. arrivals.Split(' ').Select(int.Parse)];

        var sizes = UpdateSize.OfOpen(k => counts[k], counts.Length, wait, new(0.1, replay, replay), update => update.HasBoth);

        Assert.Equal(updates, string.Join(' ', sizes.Select(update => $"{update.MegabatchIndex}:{update.ArrivedCount}")));
    }
}
