using Alma.Runs.Metrics;
using Alma.Runs.TensorBoard;

namespace Alma.Runs.Tests;

public sealed class RunLogTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly RunFolder folder;
    private readonly FixedClock clock = new();

    public RunLogTests()
    {
        folder = RunFolder.Create(temporary.FullPath);
        File.WriteAllText(folder.ConfigFile, "seed: 0\ndevice: cpu\n");
    }

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Write_Rows_GoToTheMetricsAndToTensorBoard()
    {
        using (var log = RunLog.Start(folder, clock))
            log.Write([Accuracy(0, 0.5)]);

        Assert.Equal([Accuracy(0, 0.5)], MetricLog.Read(folder.MetricsFile));
        Assert.Equal([("evaluation_stage_0/accuracy", 0L, 0.5f), ("test/accuracy", 0L, 0.5f)], Scalars());
    }

    [Fact]
    public void Start_FolderWithAConfig_ShowsItAsHyperparameters()
    {
        RunLog.Start(folder, clock).Dispose();

        var values = TensorBoardEventReader.Read(folder.EventFiles.Single()).SelectMany(entry => entry.Values);
        Assert.Equal([new TensorBoardValue("Hyperparameters/text_summary", null, "    seed: 0\n    device: cpu")], values);
    }

    [Fact]
    public void Write_Modulo_ThinsTheIterationsInBothFiles()
    {
        using (var log = RunLog.Start(folder, clock, new RunLogOptions { Modulo = 4 }))
            for (var step = 0; step < 10; step++)
                log.Write([new MetricRow(0, Splits.Train, step, MetricNames.Loss, step)]);

        Assert.Equal([0L, 4L, 8L], MetricLog.Read(folder.MetricsFile).Select(row => row.Step));
        Assert.Equal([0L, 4L, 8L], Scalars().Select(scalar => scalar.Step));
    }

    [Fact]
    public void Write_Rows_CanBeSeenFromOutsideAtOnceAndInTensorBoardAfterSeconds()
    {
        using var log = RunLog.Start(folder, clock);
        log.Write([Accuracy(0, 0.5)]);
        Assert.Equal([Accuracy(0, 0.5)], MetricLog.Read(folder.MetricsFile));
        Assert.Empty(Scalars());
        clock.Now += TimeSpan.FromSeconds(5);

        log.Write([Accuracy(1, 0.6)]);

        Assert.Equal([Accuracy(0, 0.5), Accuracy(1, 0.6)], MetricLog.Read(folder.MetricsFile));
        Assert.Equal(4, Scalars().Count());
    }

    [Fact]
    public void Message_LinesOfText_EachHaveTheTimeAtOnce()
    {
        using var log = RunLog.Start(folder, clock);

        log.Message("first\nsecond");

        Assert.Equal("2026-11-23T10:05:07Z first\n2026-11-23T10:05:07Z second\n", File.ReadAllText(folder.LogFile));
    }

    [Fact]
    public void Resume_FromACheckpoint_DropsLaterRowsFromBothFilesAndKeepsTheTimes()
    {
        var measured = clock.Now;
        var checkpoint = WriteTwoMegabatchesAndDie();
        clock.Now += TimeSpan.FromHours(1);

        using (var log = RunLog.Resume(folder, clock, checkpoint))
            log.Write([Accuracy(1, 0.75)]);

        Assert.Equal([Accuracy(0, 0.5), Accuracy(1, 0.75)], MetricLog.Read(folder.MetricsFile));
        Assert.Equal([0.5f, 0.5f, 0.75f, 0.75f], Scalars().Select(scalar => scalar.Value));
        var times = TensorBoardEventReader.Read(folder.EventFiles.Single()).Skip(2).Select(entry => entry.WallTime);
        var first = (double)measured.ToUnixTimeSeconds();
        Assert.Equal([first, first, first + 3600, first + 3600], times);
    }

    [Fact]
    public void Resume_RowsOfTheCheckpointMissing_SaysSoAndLeavesTheFolder()
    {
        WriteTwoMegabatchesAndDie();
        var before = folder.EventFiles;

        Assert.Throws<RunFolderException>(() => RunLog.Resume(folder, clock, 1_000_000));

        Assert.Equal(before, folder.EventFiles);
    }

    [Fact]
    public void Resume_AfterAKillWithinAnEvent_StillReadsTheTimesBeforeIt()
    {
        var checkpoint = WriteTwoMegabatchesAndDie();
        var file = folder.EventFiles.Single();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^3]);
        clock.Now += TimeSpan.FromHours(1);

        RunLog.Resume(folder, clock, checkpoint).Dispose();

        var times = TensorBoardEventReader.Read(folder.EventFiles.Single()).Skip(2).Select(entry => entry.WallTime);
        var first = (double)clock.Now.AddHours(-1).ToUnixTimeSeconds();
        Assert.Equal([first, first], times);
    }

    private static MetricRow Accuracy(int megabatch, double value) => new(megabatch, Splits.Test, megabatch, MetricNames.Accuracy, value);

    private long WriteTwoMegabatchesAndDie()
    {
        using var log = RunLog.Start(folder, clock);
        log.Write([Accuracy(0, 0.5)]);
        log.Flush(toDisk: true);
        var checkpoint = log.MetricBytes;
        log.Write([Accuracy(1, 0.6)]);
        return checkpoint;
    }

    private IEnumerable<(string Tag, long Step, float? Value)> Scalars() =>
        from entry in TensorBoardEventReader.Read(folder.EventFiles.Single())
        from value in entry.Values
        where value.Scalar is not null
        select (value.Tag, entry.Step, value.Scalar);
}
