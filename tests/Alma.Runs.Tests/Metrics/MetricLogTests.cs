using Alma.Runs.Metrics;

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
        MetricRows.Append(path, MetricRows.Test("accuracy", 0.9747));

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
        MetricRows.Append(path, MetricRows.Test("loss", value));

        Assert.EndsWith($"\"value\":{text}}}\n", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LogWithATornLine_CutsIt()
    {
        File.WriteAllText(path, MetricRows.Line(1) + "{\"megabatch\":" + new string('1', 100_000));

        MetricRows.Append(path, MetricRows.Test("loss", 2));

        Assert.Equal(MetricRows.Line(1) + MetricRows.Line(2), File.ReadAllText(path));
    }

    [Fact]
    public void Truncate_LengthAtACheckpoint_DropsLaterRows()
    {
        using (var log = MetricLog.Open(path))
        {
            log.Write(MetricRows.Test("loss", 1));
            var length = log.Length;
            log.Write(MetricRows.Test("loss", 2));
            log.Truncate(length);
            log.Write(MetricRows.Test("loss", 3));
        }

        Assert.Equal(MetricRows.Line(1) + MetricRows.Line(3), File.ReadAllText(path));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public void Truncate_LengthThatEndsNoRow_SaysSo(long length)
    {
        File.WriteAllText(path, MetricRows.Line(1));
        using var log = MetricLog.Open(path);

        var fault = Assert.Throws<RunFolderException>(() => log.Truncate(length));

        Assert.Contains("checkpoint was taken", fault.Message, StringComparison.Ordinal);
    }
}
