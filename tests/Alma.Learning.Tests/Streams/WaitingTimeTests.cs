using Alma.Learning.Streams;

namespace Alma.Learning.Tests.Streams;

public sealed class WaitingTimeTests
{
    [Theory]
    [InlineData(1, "0:0 1:1 2:2 3:3 4:4")]
    [InlineData(2, "1:0,1 3:2,3 4:4")]
    [InlineData(5, "4:0,1,2,3,4")]
    [InlineData(9, "4:0,1,2,3,4")]
    public void Arrive_GathersUntilItIsTimeAndTheRestAtTheEnd(int length, string updates)
    {
        var waiting = new WaitingTime(length, megabatchCount: 5);
        var arrived = Enumerable.Range(0, 5).Select(k => waiting.Arrive(new Megabatch(k, [k]))).OfType<Megabatch>();
        Assert.Equal(updates, string.Join(' ', arrived.Select(megabatch => $"{megabatch.Index}:{string.Join(',', megabatch.Examples)}")));
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(5, 4)]
    [InlineData(7, 4)]
    [InlineData(8, 8)]
    public void FirstWaiting_IsTheFirstAfterTheLastUpdate(int index, int first) =>
        Assert.Equal(first, new WaitingTime(4, 100).FirstWaiting(index));
}
