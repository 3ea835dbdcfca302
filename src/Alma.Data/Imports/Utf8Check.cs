using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Alma.Data.Imports;

/// <summary>
/// Passes a text on and refuses what is no UTF-8: decoders put a replacement character in its place, and names would change unseen. A text
/// that begins with the mark of UTF-16 is passed on as it is.
/// </summary>
/// <param name="inner">Closed with this.</param>
/// <param name="path">Where it comes from, for messages.</param>
internal sealed class Utf8Check(Stream inner, string path) : Stream
{
    private byte[] held = []; // the beginning of a character whose rest has not come
    private long line = 1;
    private bool? isUtf8;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="DatasetException">It is no UTF-8; the message names the line.</exception>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.ReadAtLeast(buffer, Math.Min(2, buffer.Length), throwOnEndOfStream: false);
        isUtf8 ??= !(buffer[..count] is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]);
        if (isUtf8 == true) Check(buffer[..count]);
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Check(ReadOnlySpan<byte> block)
    {
        if (block.Length == 0 && held.Length > 0) throw Wrong(held[0]);
        if (held.Length > 0) block = (byte[])[.. held, .. block];
        var whole = block[..^LengthOfPart(block)];
        if (!Utf8.IsValid(whole)) throw FirstWrong(whole);
        line += whole.Count((byte)'\n');
        held = block[whole.Length..].ToArray();
    }

    // At most three bytes at the end may be the beginning of a character.
    private static int LengthOfPart(ReadOnlySpan<byte> block)
    {
        for (var length = 1; length <= Math.Min(3, block.Length); length++)
            if (Rune.DecodeFromUtf8(block[^length..], out _, out _) == OperationStatus.NeedMoreData) return length;
        return 0;
    }

    private DatasetException FirstWrong(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done)
        {
            if (rune.Value == '\n') line++;
            text = text[length..];
        }

        return Wrong(text[0]);
    }

    private DatasetException Wrong(byte found) => new($"{path}:{line}: found the byte 0x{found:X2}, which is no UTF-8.")
    {
        Need = new DatasetNeed.TextEncoding(),
    };
}
