namespace Alma.Cli;

/// <summary>The standard output as bytes, for answers that are printed as they come. What goes wrong with it is said so.</summary>
internal sealed class OutputStream : Stream
{
    private readonly Stream inner = StandardStreams.IsOutputOpen ? Console.OpenStandardOutput() : throw Fault("it is closed.");

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Try(() => inner.Write(buffer, offset, count));

    public override void Flush() => Try(inner.Flush);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(fault.Message);
        }
    }

    private static IOException Fault(string reason) => new($"the standard output cannot be written: {reason}");
}
