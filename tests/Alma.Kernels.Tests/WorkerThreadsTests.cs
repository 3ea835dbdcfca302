using static TorchSharp.torch;

namespace Alma.Kernels.Tests;

public sealed class WorkerThreadsTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 7)]
    [InlineData(3, 2)]
    [InlineData(4, 128)]
    public void Parts_OfAllWorkers_AreAllItemsOnce(int workerCount, int length)
    {
        using var workers = new WorkerThreads(workerCount);
        var items = Enumerable.Range(0, workerCount)
            .Select(rank => workers.Part(rank, length))
            .SelectMany(part => Enumerable.Range(part.Start, part.Length));
        Assert.Equal(Enumerable.Range(0, length), items);
    }

    [Fact]
    public void Run_AgainAndAgain_DoesTheWorkOfEveryWorkerBeforeItIsBack()
    {
        using var workers = new WorkerThreads(3);
        var counts = new int[3];
        for (var round = 1; round <= 300; round++)
        {
            workers.Run(workers.Count, (rank, _, _) => counts[rank]++);
            Assert.All(counts, count => Assert.Equal(round, count));
            if (round % 100 == 0) Thread.Sleep(5); // workers fall asleep, and wake
        }
    }

    [Fact]
    public void Run_WhereAWorkerFails_FailsAndGoesOnAfterwards()
    {
        using var workers = new WorkerThreads(2);
        Assert.Equal(
            "in rank 1",
            Assert.Throws<InvalidOperationException>(() => workers.Run(workers.Count, (rank, _, _) => Fail(rank == 1, rank))).Message);
        Assert.Equal(
            "in rank 0",
            Assert.Throws<InvalidOperationException>(() => workers.Run(workers.Count, (rank, _, _) => Fail(rank == 0, rank))).Message);
        workers.Run(workers.Count, (rank, _, _) => Fail(false, rank));

        static void Fail(bool fails, int rank)
        {
            if (fails) throw new InvalidOperationException($"in rank {rank}");
        }
    }

    [Theory]
    [InlineData(128, 3)]
    [InlineData(2, 2)]
    public void AllGather_OfWorkersWithAPart_GivesEachWhatAllBroughtInTheirOrder(int itemCount, int attending)
    {
        using var workers = new WorkerThreads(3);
        for (var round = 0; round < 50; round++)
        {
            var seen = new string[3];
            workers.Run(itemCount, (rank, _, length) =>
            {
                if (length == 0) return;
                for (var meeting = 0; meeting < 20; meeting++)
                    seen[rank] += string.Concat(workers.Of(rank).AllGather($"{rank}/{meeting} "));
            });
            var all = string.Concat(
                Enumerable.Range(0, 20).SelectMany(meeting => Enumerable.Range(0, attending).Select(rank => $"{rank}/{meeting} ")));
            Assert.All(seen[..attending], rank => Assert.Equal(all, rank));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void AllGather_WhereAnotherWorkerFails_WaitsNoLongerAndItsFaultIsTold(int failing)
    {
        using var workers = new WorkerThreads(2);
        var fault = Assert.Throws<InvalidOperationException>(() => workers.Run(2, (rank, _, _) =>
        {
            workers.Of(rank).AllGather("both come");
            if (rank == failing) throw new InvalidOperationException("the cause");
            workers.Of(rank).AllGather("one comes");
        }));
        Assert.Equal("the cause", fault.Message);
    }

    [Fact]
    public void Lanes_WhileTheyAreThere_LeaveOneThreadToEachOperation()
    {
        var before = get_num_threads();
        set_num_threads(2);
        using (var workers = new WorkerThreads(2))
        {
            var threads = new int[2];
            workers.Run(workers.Count, (rank, _, _) => threads[rank] = get_num_threads());
            Assert.Equal([1, 1], threads);
        }
        Assert.Equal(2, get_num_threads());
        set_num_threads(before);
    }
}
