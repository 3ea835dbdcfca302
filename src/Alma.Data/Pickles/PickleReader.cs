using System.Text;

namespace Alma.Data.Pickles;

/// <summary>
/// Reads a Python pickle as a description and never as a program: a stack of values, a handful of instructions, and four names that
/// stand for an array's parts. Whatever else a pickle asks for is refused. Memory stays in proportion to the file.
/// Values are integers, truth values, null, texts, bytes, lists, dictionaries, tuples and <see cref="PickledArray"/>.
/// </summary>
internal sealed class PickleReader
{
    private const int NewestProtocol = 2;

    private readonly PickleBytes bytes;
    private readonly PickleStack stack = new();
    private readonly Dictionary<int, object?> memo = [];

    private PickleReader(ReadOnlyMemory<byte> content) => bytes = new(content);

    /// <summary>The dictionary that a pickle holds, by its keys' text.</summary>
    /// <exception cref="InvalidDataException">The pickle is damaged, holds something else, or asks for more than values.</exception>
    public static Dictionary<string, object?> ReadDictionary(ReadOnlyMemory<byte> content) =>
        new PickleReader(content).Read() as Dictionary<string, object?>
        ?? throw new InvalidDataException("found a pickle of something else, expected a dictionary");

    private object? Read()
    {
        if ((PickleOpcode)bytes.Byte() != PickleOpcode.Protocol)
            throw new InvalidDataException("found a file that is no pickle of protocol 2");
        var protocol = bytes.Byte();
        if (protocol > NewestProtocol)
            throw new InvalidDataException($"found a pickle of protocol {protocol}, expected at most {NewestProtocol}");
        while (true)
        {
            var opcode = (PickleOpcode)bytes.Byte();
            if (opcode == PickleOpcode.Stop) return stack.Pop();
            Follow(opcode);
        }
    }

    private void Follow(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark: stack.Mark(); break;
            case PickleOpcode.Put1: memo[bytes.Byte()] = stack.Peek(); break;
            case PickleOpcode.Put4: memo[bytes.Int32()] = stack.Peek(); break;
            case PickleOpcode.Append: AddToList([stack.Pop()]); break;
            case PickleOpcode.Appends: AddToList(stack.PopToMark()); break;
            case PickleOpcode.SetItem: AddToDictionary(stack.Pop(2)); break;
            case PickleOpcode.SetItems: AddToDictionary(stack.PopToMark()); break;
            case PickleOpcode.Build: Build(stack.Pop()); break;
            default: stack.Push(Value(opcode)); break;
        }
    }

    private object? Value(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.None => null,
        PickleOpcode.True => true,
        PickleOpcode.False => false,
        PickleOpcode.Integer1 => (long)bytes.Byte(),
        PickleOpcode.Integer2 => (long)bytes.UInt16(),
        PickleOpcode.Integer4 => (long)bytes.Int32(),
        PickleOpcode.ShortBytes => bytes.Take(bytes.Byte()),
        PickleOpcode.Bytes => bytes.Take(bytes.Int32()),
        PickleOpcode.Text => bytes.Text(bytes.Int32()),
        PickleOpcode.EmptyList => new List<object?>(),
        PickleOpcode.EmptyDictionary => new Dictionary<string, object?>(),
        PickleOpcode.EmptyTuple => Array.Empty<object?>(),
        PickleOpcode.Tuple => stack.PopToMark(),
        PickleOpcode.Tuple1 => stack.Pop(1),
        PickleOpcode.Tuple2 => stack.Pop(2),
        PickleOpcode.Tuple3 => stack.Pop(3),
        PickleOpcode.Get1 => Recalled(bytes.Byte()),
        PickleOpcode.Get4 => Recalled(bytes.Int32()),
        PickleOpcode.Global => PickledGlobals.Find(bytes.Line(), bytes.Line()),
        PickleOpcode.Reduce => Reduced(stack.Pop(2)),
        _ => throw new InvalidDataException(
            $"found the instruction 0x{(byte)opcode:X2} in the pickle before byte {bytes.Position}, which no batch needs"),
    };

    private object? Recalled(int index) =>
        memo.TryGetValue(index, out var value)
            ? value
            : throw new InvalidDataException($"found a pickle that recalls value {index}, which it never gave");

    private void AddToList(ReadOnlySpan<object?> items)
    {
        if (stack.Peek() is not List<object?> list) throw Misplaced("list items");
        list.AddRange(items);
    }

    private void AddToDictionary(object?[] items)
    {
        if (stack.Peek() is not Dictionary<string, object?> dictionary || items.Length % 2 != 0) throw Misplaced("dictionary items");
        for (var i = 0; i < items.Length; i += 2) dictionary[Text(items[i])] = items[i + 1];
    }

    // The state of an element type says its byte order, which one byte does not have.
    private void Build(object? state)
    {
        if (stack.Peek() is PickledArray array) array.Fill(state);
        else if (stack.Peek() is not PickledType) throw Misplaced("a state");
    }

    private static object Reduced(object?[] call) => call switch
    {
        [PickledGlobal.Reconstruct, object?[] and [PickledGlobal.NdArray, ..]] => new PickledArray(),
        [PickledGlobal.DType, object?[] and [var name, ..]] => new PickledType(Text(name)),
        [PickledGlobal.Encode, object?[] and [string text, "latin1"]] => new ReadOnlyMemory<byte>(Encoding.Latin1.GetBytes(text)),
        _ => throw Misplaced("a call"),
    };

    // Python 2 writes its keys as bytes, Python 3 as text.
    private static string Text(object? value) => value switch
    {
        string text => text,
        ReadOnlyMemory<byte> ascii => Encoding.Latin1.GetString(ascii.Span),
        _ => throw Misplaced("a key that is no text"),
    };

    private static InvalidDataException Misplaced(string what) => new($"found {what} in the pickle where there can be none");
}
