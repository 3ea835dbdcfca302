namespace Alma.Data.Imports;

/// <summary>
/// Reads another stream and throws where that ends. A decoder that takes missing bytes for zeros would go on with them, for ever or to a
/// half image.
/// </summary>
/// <param name="inner">It can seek; closed with this.</param>
internal sealed class EndingStream(Stream inner) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => Seek(value, SeekOrigin.Begin); }

    /// <exception cref="EndOfStreamException">There is none.</exception>
    public override int ReadByte() => inner.ReadByte() is >= 0 and var value ? value : throw End();

    /// <exception cref="EndOfStreamException">There are fewer bytes.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (inner.ReadAtLeast(buffer.AsSpan(offset, count), count, throwOnEndOfStream: false) < count) throw End();
        return count;
    }

    /// <exception cref="EndOfStreamException">It leads beyond the end.</exception>
    /// <exception cref="InvalidDataException">It leads back: what was read would be read again, for ever.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        if (origin == SeekOrigin.Current && offset < 0) throw new InvalidDataException("a part of it has a negative length");
        var place = origin == SeekOrigin.Current ? inner.Position + offset : offset;
        if (place > inner.Length) throw End();
        return inner.Position = place;
    }

    public override void Flush() => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private static EndOfStreamException End() => new("it ends too early");
}
