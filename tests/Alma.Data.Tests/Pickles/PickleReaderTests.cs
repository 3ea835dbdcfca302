using Alma.Data.Pickles;

namespace Alma.Data.Tests.Pickles;

public sealed class PickleReaderTests
{
    [Fact]
    public void Batch_AsPython2WritesIt_IsReadAsItsValues()
    {
        var pixels = Enumerable.Range(0, 2 * 3072).Select(i => (byte)i).ToArray();

        var batch = PickleReader.ReadDictionary(PickleWriter.Batch([3, 7], pixels));

        Assert.Equal(["batch_label", "labels", "data", "filenames"], batch.Keys);
        Assert.Equal([3L, 7L], Assert.IsType<List<object?>>(batch["labels"]));
        var data = Assert.IsType<PickledArray>(batch["data"]);
        Assert.Equal("an array (2, 3072) of u1", data.ToString());
        Assert.Equal(pixels, data.Values.ToArray());
    }

    [Fact]
    public void Batch_WithThousandsOfMemoEntriesAndRecalls_IsRead()
    {
        var writer = new PickleWriter().Raw(0x80, 2).Op('}').Put().Op('(');
        for (var i = 0; i < 300; i++) writer.Text($"key{i}").Raw((byte)'K', 1);
        // The memo's entry 299, by the long form, as a value of the key 'again'.
        writer.Text("again").Op('j').Int32(299).Op('u').Op('.');

        Assert.Equal(
            "key298",
            System.Text.Encoding.ASCII.GetString(((ReadOnlyMemory<byte>)PickleReader.ReadDictionary(writer.ToArray())["again"]!).Span));
    }

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "os.system", Call("os", "system"), "refers to os.system" },
        { "posix.system", Call("posix", "system"), "refers to posix.system" },
        { "builtins.eval", Call("builtins", "eval"), "refers to builtins.eval" },
        { "a name within numpy", Call("numpy", "fromfile"), "refers to numpy.fromfile" },
        {
            "a codec that is none",
            new PickleWriter()
                .Raw(0x80, 2)
                .Global("_codecs", "encode")
                .Raw([.. "X\x02\0\0\0hi"u8])
                .Text("zip")
                .Raw(0x86)
                .Op('R')
                .Op('.')
                .ToArray(),
            "a call"
        },
        { "a call of a text", new PickleWriter().Raw(0x80, 2).Text("os").Op(')').Op('R').Op('.').ToArray(), "a call" },
        { "INST", new PickleWriter().Raw(0x80, 2).Op('(').Op('i').Raw([.. "os\nsystem\n"u8]).ToArray(), "the instruction 0x69" },
        { "OBJ", new PickleWriter().Raw(0x80, 2).Op('(').Op('o').ToArray(), "the instruction 0x6F" },
        { "NEWOBJ", new PickleWriter().Raw(0x80, 2, 0x81).ToArray(), "the instruction 0x81" },
        { "EXT1", new PickleWriter().Raw(0x80, 2, 0x82, 1).ToArray(), "the instruction 0x82" },
        { "PERSID", new PickleWriter().Raw(0x80, 2).Op('P').Raw([.. "id\n"u8]).ToArray(), "the instruction 0x50" },
        { "STACK_GLOBAL", new PickleWriter().Raw(0x80, 2, 0x93).ToArray(), "the instruction 0x93" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Pickle_ThatAsksForMoreThanValues_IsRefused(string what, byte[] pickle, string why)
    {
        var error = Assert.Throws<InvalidDataException>(() => PickleReader.ReadDictionary(pickle));

        Assert.True(error.Message.Contains(why, StringComparison.Ordinal), $"{what}: {error.Message}");
    }

    public static TheoryData<byte[], string> Damaged => new()
    {
        { [], "ends inside" },
        { [1, 2, 3], "no pickle of protocol 2" },
        { [0x80, 4, (byte)'}', (byte)'.'], "protocol 4" },
        { [0x80, 2], "ends inside" },
        { [0x80, 2, (byte)'.'], "more values than it has given" },
        { [0x80, 2, (byte)'a'], "more values than it has given" },
        { [0x80, 2, (byte)'t'], "more values than it has given" },
        { [0x80, 2, (byte)'K', 1, (byte)'.'], "expected a dictionary" },
        { [0x80, 2, (byte)'T', 255, 255, 255, 127], "ends inside" },
        { [0x80, 2, (byte)'T', 255, 255, 255, 255], "ends inside" },
        { [0x80, 2, (byte)'h', 9], "recalls value 9" },
        { [0x80, 2, (byte)'}', (byte)'}', (byte)'K', 1, (byte)'s'], "a key that is no text" },
        { [0x80, 2, (byte)'K', 1, (byte)'K', 1, (byte)'b'], "a state" },
        { [0x80, 2, (byte)'X', 1, 0, 0, 0, 0xFF], "not UTF-8" },
        { [0x80, 2, (byte)'c', (byte)'o', (byte)'s'], "ends inside" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Pickle_Damaged_IsNamedForWhatIsWrong(byte[] pickle, string why) =>
        Assert.Contains(
            why, Assert.Throws<InvalidDataException>(() => PickleReader.ReadDictionary(pickle)).Message, StringComparison.Ordinal);

    [Fact]
    public void Batch_CutAnywhere_ThrowsOnlyInvalidData()
    {
        var batch = PickleWriter.Batch([3], new byte[3072]);

        for (var length = 0; length < batch.Length; length++)
            Assert.Throws<InvalidDataException>(() => PickleReader.ReadDictionary(batch.AsMemory(0, length)));
    }

    private static byte[] Call(string module, string name) =>
        new PickleWriter().Raw(0x80, 2).Global(module, name).Text("echo owned").Raw(0x85).Op('R').Op('.').ToArray();
}
