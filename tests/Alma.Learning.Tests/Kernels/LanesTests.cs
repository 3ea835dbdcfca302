using Alma.Learning.Kernels;
using static TorchSharp.torch;

namespace Alma.Learning.Tests.Kernels;

public sealed class LanesTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 7)]
    [InlineData(3, 2)]
    [InlineData(4, 128)]
    public void Parts_OfAllLanes_AreAllItemsOnce(int laneCount, int length)
    {
        using var lanes = new Lanes(laneCount);
        var items = Enumerable.Range(0, laneCount).Select(lane => lanes.Part(lane, length)).SelectMany(part => Enumerable.Range(part.Start, part.Length));
        Assert.Equal(Enumerable.Range(0, length), items);
    }

    [Fact]
    public void Run_AgainAndAgain_DoesTheWorkOfEveryLaneBeforeItIsBack()
    {
        using var lanes = new Lanes(3);
        var counts = new int[3];
        for (var round = 1; round <= 300; round++)
        {
            lanes.Run(lanes.Count, (lane, _, _) => counts[lane]++);
            Assert.All(counts, count => Assert.Equal(round, count));
            if (round % 100 == 0) Thread.Sleep(5); // lanes fall asleep, and wake
        }
    }

    [Fact]
    public void Run_WhereALaneFails_FailsAndGoesOnAfterwards()
    {
        using var lanes = new Lanes(2);
        Assert.Equal("in lane 1", Assert.Throws<InvalidOperationException>(() => lanes.Run(lanes.Count, (lane, _, _) => Fail(lane == 1, lane))).Message);
        Assert.Equal("in lane 0", Assert.Throws<InvalidOperationException>(() => lanes.Run(lanes.Count, (lane, _, _) => Fail(lane == 0, lane))).Message);
        lanes.Run(lanes.Count, (lane, _, _) => Fail(false, lane));

        static void Fail(bool fails, int lane)
        {
            if (fails) throw new InvalidOperationException($"in lane {lane}");
        }
    }

    [Theory]
    [InlineData(128, 3)]
    [InlineData(2, 2)]
    public void Share_OfLanesWithAPart_GivesEachWhatAllBroughtInTheirOrder(int itemCount, int attending)
    {
        using var lanes = new Lanes(3);
        for (var round = 0; round < 50; round++)
        {
            var seen = new string[3];
            lanes.Run(itemCount, (lane, _, length) =>
            {
                if (length == 0) return;
                for (var meeting = 0; meeting < 20; meeting++) seen[lane] += string.Concat(lanes.Seat(lane).Share($"{lane}/{meeting} "));
            });
            var all = string.Concat(Enumerable.Range(0, 20).SelectMany(meeting => Enumerable.Range(0, attending).Select(lane => $"{lane}/{meeting} ")));
            Assert.All(seen[..attending], lane => Assert.Equal(all, lane));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Share_WhereAnotherLaneFails_WaitsNoLongerAndItsFaultIsTold(int failing)
    {
        using var lanes = new Lanes(2);
        var fault = Assert.Throws<InvalidOperationException>(() => lanes.Run(2, (lane, _, _) =>
        {
            lanes.Seat(lane).Share("both come");
            if (lane == failing) throw new InvalidOperationException("the cause");
            lanes.Seat(lane).Share("one comes");
        }));
        Assert.Equal("the cause", fault.Message);
    }

    [Fact]
    public void Lanes_WhileTheyAreThere_LeaveOneThreadToEachOperation()
    {
        var before = get_num_threads();
        set_num_threads(2);
        using (var lanes = new Lanes(2))
        {
            var threads = new int[2];
            lanes.Run(lanes.Count, (lane, _, _) => threads[lane] = get_num_threads());
            Assert.Equal([1, 1], threads);
        }
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
    }
}
