using Alma.Runs.TensorBoard;
using FsCheck;
using FsCheck.Xunit;

namespace Alma.Runs.Tests.TensorBoard;

public sealed class TensorBoardEventTests : IDisposable
{
    private const double Now = 1795428307;
    private readonly TemporaryFolder temporary = new();
    private readonly RunFolder folder;
    private readonly FixedClock clock = new();

    public TensorBoardEventTests() => folder = RunFolder.Create(temporary.FullPath);

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Create_TwiceInOneSecond_MakesTwoFilesWithTheNamesTensorBoardLooksFor()
    {
        TensorBoardEventWriter.Create(folder, clock).Dispose();
        TensorBoardEventWriter.Create(folder, clock).Dispose();

        var name = temporary.File($"events.out.tfevents.1795428307.{Environment.MachineName}.{Environment.ProcessId}");
        Assert.Equal([name + ".0", name + ".1"], folder.EventFiles);
    }

    [Fact]
    public void Read_WrittenFile_BeginsWithTheVersion()
    {
        var events = TensorBoardEventReader.Read(Write(_ => { })).ToList();

        Assert.Equivalent(new TensorBoardEvent(Now, 0, "brain.Event:2", []), Assert.Single(events));
    }

    [Fact]
    public void Read_Text_GivesTheTagTensorBoardGroupsBy()
    {
        var events = TensorBoardEventReader.Read(Write(writer => writer.Text(new("Hyperparameters", 0), "seed: ü"))).ToList();

        Assert.Equal(new TensorBoardValue("Hyperparameters/text_summary", null, "seed: ü"), Assert.Single(events[1].Values));
    }

    /// <summary>The bytes were composed by hand from event.proto, summary.proto, tensor.proto and tensor_shape.proto.</summary>
    [Fact]
    public void Text_Message_HasTheFieldsOfTheTextPlugin()
    {
        var message = EventMessages.Text(0, new TensorBoardPoint("t", 0), "x");

        Assert.Equal(
            "09000000000000000010002A1C0A1A0A0174420B08071204120208014201784A" +
            "080A060A0474657874",
            Convert.ToHexString(message));
    }

    [Property(MaxTest = 50)]
    public void Read_WrittenScalars_GivesTheSame(NonNull<string>[] tags, double value, long step)
    {
        var points = tags.Select(tag => new TensorBoardPoint(Ascii(tag.Get), step)).ToArray();

        var path = Write(writer => Array.ForEach(points, point => writer.Scalar(point, value)));

        var expected = points.Select(point => (Now, point.Step, new TensorBoardValue(point.Tag, (float)value, null)));
        var read = TensorBoardEventReader.Read(path).Skip(1).Select(entry => (entry.WallTime, entry.Step, entry.Values.Single()));
        Assert.Equal(expected, read);
    }

    [Fact]
    public void Read_AnySingleFlippedBit_IsDetected()
    {
        var path = Write(writer => writer.Scalar(new TensorBoardPoint("test/error", 3), 0.25));
        var good = File.ReadAllBytes(path);
        for (var bit = 0; bit < 8 * good.Length; bit++)
        {
            var bad = good.ToArray();
            bad[bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(path, bad);

            var fault = Assert.Throws<RunFolderException>(() => TensorBoardEventReader.Read(path).ToList());

            Assert.StartsWith($"{path}, record at byte ", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_FileThatEndsWithinARecord_NamesTheRecord()
    {
        var path = Write(_ => { });
        var start = new FileInfo(path).Length;
        var whole = File.ReadAllBytes(Write(writer => writer.Scalar(new TensorBoardPoint("a", 0), 1)));
        for (var length = (int)start + 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);

            var fault = Assert.Throws<RunFolderException>(() => TensorBoardEventReader.Read(path).ToList());

            Assert.Equal($"{path}, record at byte {start}: the file ends within it.", fault.Message);
        }
    }

    [Fact]
    public void Read_SoundRecordThatIsNoEvent_SaysSo()
    {
        var path = temporary.File("noise");
        using (var file = File.Create(path))
            TfRecord.Write(file, [0xff, 0xff]);

        var fault = Assert.Throws<RunFolderException>(() => TensorBoardEventReader.Read(path).ToList());

        Assert.Equal($"{path}, record at byte 0: it is no event message.", fault.Message);
    }

    private static string Ascii(string text) => string.Concat(text.Where(char.IsAscii));

    private string Write(Action<TensorBoardEventWriter> write)
    {
        using var writer = TensorBoardEventWriter.Create(folder, clock);
        write(writer);
        return writer.Path;
    }
}
