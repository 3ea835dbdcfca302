using System.Text;

namespace Alma.Cli.Display;

/// <summary>Takes UTF-8 and hands it on as text.</summary>
internal sealed class PrintableStream(TextWriter text) : Stream
{
    private readonly Decoder decoder = new UTF8Encoding(false).GetDecoder();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var letters = new char[Encoding.UTF8.GetMaxCharCount(count)];
        text.Write(new string(letters, 0, decoder.GetChars(buffer, offset, count, letters, 0)));
    }

    public override void Flush() => text.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
