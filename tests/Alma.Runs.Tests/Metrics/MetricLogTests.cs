using System.Text;
using Alma.Runs.Metrics;
using FsCheck;
using FsCheck.Xunit;

namespace Alma.Runs.Tests.Metrics;

public sealed class MetricLogTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly string path;

    public MetricLogTests() => path = temporary.File("metrics.jsonl");

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Write_Row_HasTheDocumentedForm()
    {
        Append(Row("accuracy", 0.9747));

        Assert.Equal("""{"megabatch":1,"split":"test","step":1,"name":"accuracy","value":0.9747}""" + "\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    [InlineData(0.1, "0.1")]
    [InlineData(5, "5")]
    public void Write_Value_IsShortest(double value, string text)
    {
        Append(Row("loss", value));

        Assert.EndsWith($"\"value\":{text}}}\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Property]
    public void Read_WrittenRows_GivesTheSameBits(int megabatch, string?[] texts, long step, double[] values)
    {
        var rows = values.Select((value, i) => new MetricRow(megabatch, Splits.Train, step, Encodable(texts.ElementAtOrDefault(i)), value)).ToArray();
        File.Delete(path);
        Append(rows);

        var read = MetricLog.Read(path).ToArray();

        Assert.Equal(rows, read);
        Assert.Equal(values.Select(Bits), read.Select(row => Bits(row.Value)));
    }

    [Property(MaxTest = 300)]
    public void Read_ArbitraryBytes_ThrowsNothingButRunFolderException(byte[] noise, PositiveInt position)
    {
        var bytes = Encoding.UTF8.GetBytes(Line(1) + Line(2)).ToList();
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
        File.WriteAllText(path, Line(1) + line + "\n" + Line(2));

        var fault = Assert.Throws<RunFolderException>(() => MetricLog.Read(path).ToList());

        Assert.StartsWith($"{path}, line 2: ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith($"Found: {(line.Length > 80 ? line[..80] + "..." : line)}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TornLastLine_IsLeftOut()
    {
        var text = Line(1) + Line(2);
        for (var length = Line(1).Length; length < text.Length; length++)
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
        Append(new MetricRow(0, Splits.Train, 0, "test", 1), Row("loss", 2), new MetricRow(0, Splits.Cost, 0, "epochs", 3));

        Assert.Equal([2.0], MetricLog.Read(path, Splits.Test).Select(row => row.Value));
        Assert.Equal([2.0, 3.0], MetricLog.Read(path, Splits.Test, Splits.Cost).Select(row => row.Value));
    }

    [Fact]
    public void Read_LinesLongerThanABlock_AreWhole()
    {
        var rows = new[] { Row(new string('a', 200_000), 1), Row("loss", 2), Row(new string('b', 70_000), 3) };
        Append(rows);

        Assert.Equal(rows, MetricLog.Read(path));
    }

    [Fact]
    public void Read_WhileTheLogIsOpen_SeesWhatWasFlushed()
    {
        using var log = MetricLog.Open(path);
        log.Write(Row("loss", 1));
        log.Flush();
        log.Write(Row("loss", 2));

        Assert.Equal([1.0], MetricLog.Read(path).Select(row => row.Value));
    }

    [Fact]
    public void Open_LogWithATornLine_CutsIt()
    {
        File.WriteAllText(path, Line(1) + "{\"megabatch\":" + new string('1', 100_000));

        Append(Row("loss", 2));

        Assert.Equal(Line(1) + Line(2), File.ReadAllText(path));
    }

    [Fact]
    public void Truncate_LengthAtACheckpoint_DropsLaterRows()
    {
        using (var log = MetricLog.Open(path))
        {
            log.Write(Row("loss", 1));
            var length = log.Length;
            log.Write(Row("loss", 2));
            log.Truncate(length);
            log.Write(Row("loss", 3));
        }

        Assert.Equal(Line(1) + Line(3), File.ReadAllText(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Truncate_LengthThatEndsNoRow_SaysSo(long length)
    {
        File.WriteAllText(path, Line(1));
        using var log = MetricLog.Open(path);

        var fault = Assert.Throws<RunFolderException>(() => log.Truncate(length));

        Assert.Contains("checkpoint was taken", fault.Message, StringComparison.Ordinal);
    }

    private static MetricRow Row(string name, double value) => new(1, Splits.Test, 1, name, value);

    private static string Line(int value) => $$"""{"megabatch":1,"split":"test","step":1,"name":"loss","value":{{value}}}""" + "\n";

    private static long Bits(double value) => double.IsNaN(value) ? long.MaxValue : BitConverter.DoubleToInt64Bits(value);

    /// <summary>Half a surrogate pair is no text and cannot be kept in UTF-8.</summary>
    private static string Encodable(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private void Append(params MetricRow[] rows)
    {
        using var log = MetricLog.Open(path);
        foreach (var row in rows)
            log.Write(row);
    }
}
