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

    [Theory]
    [InlineData(1, "0", "1:0,1/0 2:2/1 3:3/2 4:4/3 5:5/4")]
    [InlineData(1, "1 2 5", "0:0/0 3:1,2,3/1 4:4/2")]
    [InlineData(2, "1", "3:0,1,2,3/0 5:4,5/1")]
    [InlineData(2, "1 3", "5:0,1,2,3,4,5/0")]
    public void Arrive_WhereTooLittleHasCome_GathersUntilTheNextTime(int length, string tooSmall, string updates)
    {
        WaitingTime Waiting() => new(length, int.MaxValue, [.. tooSmall.Split(' ').Select(int.Parse)]);
        var waiting = Waiting();
        var arrived = Enumerable.Range(0, 6).Select(k => waiting.Arrive(new Megabatch(k, [k]))).OfType<Megabatch>().ToList();

        Assert.Equal(
            updates,
            string.Join(' ', arrived.Select(one => $"{one.Index}:{string.Join(',', one.Examples)}/{one.Update}")));
        Assert.All(arrived, one => Assert.Equal(one.Examples[0], Waiting().FirstWaiting(one.Index)));
        Assert.All(
            Enumerable.Range(0, 7),
            k => Assert.Equal(arrived.Count(one => one.Index < k), Waiting().UpdatesBefore(k)));
    }
}
