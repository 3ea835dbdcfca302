using System.Text;
using Alma.Runs.Metrics;
using FsCheck;
using FsCheck.Xunit;

namespace Alma.Runs.Tests.Metrics;

public sealed class MetricLogReadTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly string path;

    public MetricLogReadTests() => path = temporary.File("metrics.jsonl");

    public void Dispose() => temporary.Dispose();

    [Property]
    public void Read_WrittenRows_GivesTheSameBits(NonNegativeInt megabatch, string?[] texts, long step, double[] values)
    {
        var names = texts.Select(Encodable).Append("loss").ToArray();
        var rows = values.Select((value, i) => new MetricRow(megabatch.Get, Splits.Train, step, names[i % names.Length], value)).ToArray();
        File.Delete(path);
        MetricRows.Append(path, rows);

        var read = MetricLog.Read(path).ToArray();

        Assert.Equal(rows, read);
        Assert.Equal(values.Select(Bits), read.Select(row => Bits(row.Value)));
    }

    [Fact]
    public void ReadWithoutSteps_OfAllKindsOfRows_LeavesOutThoseOfTrainingSteps()
    {
        MetricRow[] wanted =
        [
            new(0, Splits.Train, 1, MetricNames.EpochLoss, 1),
            new(0, Splits.Validation, 1, MetricNames.Loss, 2),
            MetricRows.Test(MetricNames.Accuracy, 3)
        ];
        MetricRows.Append(
            path, [new(0, Splits.Train, 0, MetricNames.Loss, 7), .. wanted, new(0, Splits.Train, 0, MetricNames.Accuracy, 8)]);
        // spelled by others
        File.AppendAllText(path, """{ "split" : "train", "name" : "loss", "megabatch" : 0, "step" : 5, "value" : 9 }""" + "\n");

        Assert.Equal(wanted, MetricLog.ReadWithoutSteps(path));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("{\"megabatch\":1,", false)]
    public void Copy_OfALogWithOrWithoutAHalfLine_HasItsWholeLines(string end, bool endsWhole)
    {
        var copy = temporary.File("copy.jsonl");
        File.WriteAllText(path, MetricRows.Line(1) + MetricRows.Line(2) + end);

        MetricLog.CopyRows(path, copy);

        Assert.Equal(MetricRows.Line(1) + MetricRows.Line(2), File.ReadAllText(copy));
        Assert.Equal((endsWhole, true), (MetricLog.EndsWithLineFeed(path), MetricLog.EndsWithLineFeed(copy)));
    }

    [Property(MaxTest = 300)]
    public void Read_ArbitraryBytes_ThrowsNothingButRunFolderException(byte[] noise, PositiveInt position)
    {
        var bytes = Encoding.UTF8.GetBytes(MetricRows.Line(1) + MetricRows.Line(2)).ToList();
        bytes.InsertRange(position.Get % bytes.Count, noise);
        File.WriteAllBytes(path, [.. bytes]);

        var fault = Record.Exception(() => MetricLog.Read(path).ToList());

        Assert.True(fault is null or RunFolderException, fault?.ToString());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("\"\\ud800\"")]
    [InlineData("""{"megabatch":1,"split":null,"step":1,"name":"loss","value":1}""")]
    [InlineData("""{"megabatch":1,"split":"test","step":1,"name":"loss"}""")]
    [InlineData("""{"megabatch":1,"split":"test","step":1,"name":"loss","value":"NaM"}""")]
    [InlineData("""{"megabatch":1,"split":"test","step":1,"name":"loss","value":1,"value":2}""")]
    [InlineData("""{"megabatch":1,"split":"te\ud800","step":1,"name":"loss","value":1}""")]
    public void Read_BadLine_NamesFileLineAndWhatStandsThere(string line)
    {
        File.WriteAllText(path, MetricRows.Line(1) + line + "\n" + MetricRows.Line(2));

        var fault = Assert.Throws<RunFolderException>(() => MetricLog.Read(path).ToList());

        Assert.StartsWith($"{path}, line 2: ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Found: {(line.Length > 80 ? line[..80] + "..." : line)}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TornLastLine_IsLeftOut()
    {
        var text = MetricRows.Line(1) + MetricRows.Line(2);
        for (var length = MetricRows.Line(1).Length; length < text.Length; length++)
        {
            File.WriteAllText(path, text[..length]);

            Assert.Equal([1.0], MetricLog.Read(path).Select(row => row.Value));
        }
    }

    [Fact]
    public void Read_NoFile_SaysSo()
    {
        var fault = Assert.Throws<RunFolderException>(() => MetricLog.Read(path));

        Assert.Equal($"{path} is missing.", fault.Message);
    }

    [Fact]
    public void Read_OneSplit_PassesOverTheOthers()
    {
        var train = new MetricRow(0, Splits.Train, 0, "test", 1);
        var cost = new MetricRow(0, Splits.Cost, 0, MetricNames.Epochs, 3);
        MetricRows.Append(path, train, MetricRows.Test("loss", 2), cost);

        Assert.Equal([2.0], MetricLog.Read(path, Splits.Test).Select(row => row.Value));
        Assert.Equal([2.0, 3.0], MetricLog.Read(path, Splits.Test, Splits.Cost).Select(row => row.Value));
    }

    [Fact]
    public void Read_LinesLongerThanABlock_AreWhole()
    {
        MetricRow[] rows =
        [
            MetricRows.Test(new string('a', 200_000), 1),
            MetricRows.Test("loss", 2),
            MetricRows.Test(new string('b', 70_000), 3),
        ];
        MetricRows.Append(path, rows);

        Assert.Equal(rows, MetricLog.Read(path));
    }

    [Fact]
    public void Read_WhileTheLogIsOpen_SeesWhatWasFlushed()
    {
        using var log = MetricLog.Open(path);
        log.Write(MetricRows.Test("loss", 1));
        log.Flush();
        log.Write(MetricRows.Test("loss", 2));

        Assert.Equal([1.0], MetricLog.Read(path).Select(row => row.Value));
    }

    private static long Bits(double value) => double.IsNaN(value) ? long.MaxValue : BitConverter.DoubleToInt64Bits(value);

    /// <summary>Half a surrogate pair is no text and cannot be kept in UTF-8.</summary>
    private static string Encodable(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
}
