using System.Buffers.Binary;
using System.Text;

namespace Alma.Data.Tests.Pickles;

/// <summary>
/// Writes pickles instruction by instruction, as Python 2 wrote the official batches: protocol 2, with every value put into the memo.
/// </summary>
internal sealed class PickleWriter
{
    private readonly List<byte> content = [];
    private int memoCount;

    /// <summary>A batch as CIFAR-10's Python version has it.</summary>
    public static byte[] Batch(byte[] labels, byte[] pixels) => new PickleWriter()
        .Raw(0x80, 2).Op('}').Put().Op('(')
        .Text("batch_label").Text("training batch 1 of 5")
        .Text("labels").List(labels)
        .Text("data").Array(labels.Length, pixels)
        .Text("filenames").Op(']').Put().Op('(').Text("leptodactylus_pentadactylus_s_000004.png").Text("camion_s_000148.png").Op('e')
        .Op('u').Op('.').ToArray();

    public PickleWriter Raw(params byte[] bytes)
    {
        content.AddRange(bytes);
        return this;
    }

    public PickleWriter Op(char opcode) => Raw((byte)opcode);

    public PickleWriter Put() => memoCount < 256 ? Raw((byte)'q', (byte)memoCount++) : Op('r').Int32(memoCount++);

    public PickleWriter Int32(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        content.AddRange(bytes);
        return this;
    }

    public PickleWriter Text(string text) => Raw((byte)'U', (byte)text.Length).Raw(Encoding.ASCII.GetBytes(text)).Put();

    public PickleWriter List(IEnumerable<byte> integers)
    {
        Op(']').Put().Op('(');
        foreach (var integer in integers) Raw((byte)'K', integer);
        return Op('e');
    }

    public PickleWriter Global(string module, string name) => Op('c').Raw(Encoding.ASCII.GetBytes($"{module}\n{name}\n")).Put();

    public PickleWriter Array(int rows, byte[] values, string type = "u1")
    {
        Global("numpy.core.multiarray", "_reconstruct")
            .Global("numpy", "ndarray")
            .Raw((byte)'K', 0, 0x85)
            .Put()
            .Text("b")
            .Raw(0x87)
            .Put()
            .Op('R')
            .Put();
        // (1, (rows, 3072), type, False, values)
        Op('(').Raw((byte)'K', 1).Op('J').Int32(rows).Raw((byte)'M', 0x00, 0x0C, 0x86).Put();
        Global("numpy", "dtype").Text(type).Raw((byte)'K', 0, (byte)'K', 1, 0x87).Put().Op('R').Put();
        // (3, '|', None, None, None, -1, -1, 0)
        Op('(').Raw((byte)'K', 3).Text("|").Op('N').Op('N').Op('N').Op('J').Int32(-1).Op('J').Int32(-1).Raw((byte)'K', 0).Op('t').Put().Op(
            'b');
        return Raw(0x89).Op('T').Int32(values.Length).Raw(values).Put().Op('t').Put().Op('b');
    }

    public byte[] ToArray() => content.ToArray();
}
