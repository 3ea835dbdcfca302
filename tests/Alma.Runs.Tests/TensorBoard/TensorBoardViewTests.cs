using Alma.Runs.Metrics;
using Alma.Runs.Mistakes;
using Alma.Runs.TensorBoard;

namespace Alma.Runs.Tests.TensorBoard;

/// <summary>What TensorBoard shows of a run beside its curves.</summary>
public sealed class TensorBoardViewTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly RunFolder folder;
    private readonly FixedClock clock = new();

    public TensorBoardViewTests()
    {
        folder = RunFolder.Create(temporary.FullPath);
        File.WriteAllText(folder.ConfigFile, "seed: 0\n");
    }

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Write_MegabatchOfExperts_ShowsItsTreeAndItsMistakes()
    {
        using (var log = RunLog.Start(folder, clock)) WriteMegabatch(log, 0);

        Assert.Equal(
            [("Hyperparameters/text_summary", 0L), ("test/experts/text_summary", 0L), ("test/worst_mistakes/text_summary", 0L)],
            Events().Where(entry => entry.Value.Text is not null).Select(entry => (entry.Value.Tag, entry.Step)));
        Assert.Equal("**layers.1**\n\n- `0`: 25.00 %\n- `1`: 75.00 %", Text("test/experts/text_summary"));
        Assert.Contains("| 1, 1 | 4 | 9 | 25.00 % | 1.39 | 17 |", Text("test/worst_mistakes/text_summary"), StringComparison.Ordinal);
        var image = Assert.Single(Events(), entry => entry.Value.Image is not null);
        Assert.Equal(
            ("test/worst_mistakes", 64, 64, 1),
            (image.Value.Tag, image.Value.Image!.Height, image.Value.Image.Width, image.Value.Image.Channels));
        Assert.NotNull(WorstImages.Read(folder, 0));
    }

    [Fact]
    public void Write_RunWhoseClassesHaveNames_ShowsTheseInPlaceOfNumbers()
    {
        string[] names = ["ara", "a/b", "c", "d", "owl", "e", "f", "g", "h", "tern"];
        using (var log = RunLog.Start(folder, clock, new RunLogOptions { ClassNames = names }))
        {
            WriteMegabatch(log, 0);
            log.Write([.. new[] { 0, 1, 12 }.Select(k => new MetricRow(0, Splits.Test, 0, MetricNames.ClassAccuracy(k), 0.5))]);
        }

        Assert.Contains("| 1, 1 | owl | tern | 25.00 % | 1.39 | 17 |", Text("test/worst_mistakes/text_summary"), StringComparison.Ordinal);
        Assert.Equal(
            ["test/class_accuracy/12", "test/class_accuracy/a_b", "test/class_accuracy/ara"],
            ClassTags());
    }

    [Fact]
    public void Write_ClassesWhoseNamesWouldBeOneTag_ShowsTheirNumbers()
    {
        using (var log = RunLog.Start(folder, clock, new RunLogOptions { ClassNames = ["a/b", "a_b"] }))
            log.Write([.. new[] { 0, 1 }.Select(k => new MetricRow(0, Splits.Test, 0, MetricNames.ClassAccuracy(k), 0.5))]);

        Assert.Equal(
            ["test/class_accuracy/0", "test/class_accuracy/1"],
            ClassTags());
    }

    [Fact]
    public void Write_MistakesWithoutImages_KeepsThemInTheFolderAlone()
    {
        using (var log = RunLog.Start(folder, clock, new RunLogOptions { ShowsImages = false })) WriteMegabatch(log, 0);

        Assert.DoesNotContain(Events(), entry => entry.Value.Tag.StartsWith("test/worst_mistakes", StringComparison.Ordinal));
        Assert.NotNull(WorstImages.Read(folder, 0));
    }

    [Fact]
    public void Resume_AfterMegabatchesOfExperts_ShowsThoseThatStayOnceAndAtTheirTimes()
    {
        long checkpoint;
        using (var log = RunLog.Start(folder, clock))
        {
            WriteMegabatch(log, 0);
            log.Flush();
            checkpoint = log.MetricBytes;
            WriteMegabatch(log, 1);
        }
        var first = Shown()
            .Where(shown => shown.Step == 0 && !shown.Tag.StartsWith("evaluation_stage_1/", StringComparison.Ordinal))
            .ToList();
        clock.Now += TimeSpan.FromHours(1);

        using (var log = RunLog.Resume(folder, clock, checkpoint))
            Assert.Equal(first, Shown());

        Assert.Contains(("test/worst_mistakes", 0L, (double)clock.Now.AddHours(-1).ToUnixTimeSeconds()), first);
    }

    [Fact]
    public void Resume_MistakesThatCannotBeRead_GoesOnWithoutThem()
    {
        using (var log = RunLog.Start(folder, clock)) WriteMegabatch(log, 0);
        File.WriteAllText(folder.WorstImagesFile(0), "{");

        RunLog.Resume(folder, clock, new FileInfo(folder.MetricsFile).Length).Dispose();

        Assert.Contains(Shown(), shown => shown.Tag == "test/experts/text_summary");
        Assert.DoesNotContain(Shown(), shown => shown.Tag.StartsWith("test/worst_mistakes", StringComparison.Ordinal));
    }

    private static void WriteMegabatch(RunLog log, int megabatch)
    {
        log.Write(
        [
            Accuracy(megabatch, 0.5),
            new(megabatch, Splits.Test, megabatch, MetricNames.ExpertUsage("layers.1", "0"), 0.25),
            new(megabatch, Splits.Test, megabatch, MetricNames.ExpertUsage("layers.1", "1"), 0.75),
        ]);
        log.Write(new WorstImages(megabatch, 1, 1, 1, [new(17, 4, 9, 0.25, 1.386, [200])]));
    }

    private static MetricRow Accuracy(int megabatch, double value) => new(megabatch, Splits.Test, megabatch, MetricNames.Accuracy, value);

    private string Text(string tag) => Events().Single(entry => entry.Value.Tag == tag).Value.Text!;

    /// <summary>Without the config, which is shown anew each time.</summary>
    private List<(string Tag, long Step, double WallTime)> Shown() =>
        [.. Events()
            .Where(entry => entry.Value.Tag != "Hyperparameters/text_summary")
            .Select(entry => (entry.Value.Tag, entry.Step, entry.WallTime))
            .Order()];

    private IEnumerable<string> ClassTags() => Shown().Select(shown => shown.Tag)
        .Where(tag => tag.Contains("class_accuracy", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private IEnumerable<(long Step, double WallTime, TensorBoardValue Value)> Events() =>
        from entry in TensorBoardEventReader.Read(folder.EventFiles.Single())
        from value in entry.Values
        select (entry.Step, entry.WallTime, value);
}
