using Alma.Runs.Metrics;

namespace Alma.Runs.Tests;

public sealed class RedoneWorkTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly RunFolder folder;
    private readonly List<long> lengths = [];

    public RedoneWorkTests() => folder = RunFolder.Create(temporary.FullPath);

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Past_RowsInTheMiddleOfAnUpdate_IsTheirEpochs()
    {
        Write([Epoch(0, 100), Seconds(0, 2)], [Epoch(1, 70), Seconds(1, 3)], [Epoch(2, 70), Seconds(2, 4)]);

        Assert.Equal(new RedoneWork(2, 140, 7), RedoneWork.Past(folder, lengths[0]));
        Assert.Equal(new RedoneWork(3, 240, 9), RedoneWork.Past(folder, 0));
        Assert.Equal(RedoneWork.None, RedoneWork.Past(folder, lengths[^1]));
    }

    [Fact]
    public void Past_RowsOfAMegabatchThatWasThrough_IsAllOfItButWhatTheCheckpointHolds()
    {
        Write([Epoch(0, 100)], [Epoch(1, 70)],
        [
            Cost(MetricNames.MultiplyAddsTrainForward, 150),
            Cost(MetricNames.MultiplyAddsSelect, 20),
            Cost(MetricNames.MultiplyAddsEvaluate, 5),
            Cost(MetricNames.EvaluateSeconds, 6)
        ]);

        Assert.Equal(new RedoneWork(1, 75, 6), RedoneWork.Past(folder, lengths[0]));
        Assert.Equal(new RedoneWork(2, 175, 6), RedoneWork.Past(folder, 0));
    }

    [Fact]
    public void Past_LinesThatACrashOfTheMachineDamaged_AreNotCounted()
    {
        Write([Epoch(0, 100)], [Epoch(1, 70)]);
        File.AppendAllText(folder.MetricsFile, "\0\0\0\0\n{\"megabatch\":0,\"spl\n");

        Assert.Equal(new RedoneWork(1, 70, 0), RedoneWork.Past(folder, lengths[0]));
    }

    [Fact]
    public void Past_FolderWithoutRows_IsNone() => Assert.Equal(RedoneWork.None, RedoneWork.Past(folder, 0));

    private void Write(params MetricRow[][] parts)
    {
        using var log = MetricLog.Open(folder.MetricsFile);
        foreach (var part in parts)
        {
            foreach (var row in part) log.Write(row);
            log.Flush();
            lengths.Add(log.Length);
        }
    }

    private static MetricRow Epoch(int epoch, double multiplyAdds) =>
        new(0, Splits.Train, epoch, MetricNames.EpochMultiplyAdds, multiplyAdds);

    private static MetricRow Seconds(int epoch, double seconds) => new(0, Splits.Train, epoch, MetricNames.EpochSeconds, seconds);

    private static MetricRow Cost(string name, double value) => new(0, Splits.Cost, 0, name, value);
}
