using System.Buffers;

namespace Alma.Serving.Protocol;

/// <summary>Bytes that are being written, in memory of a pool.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstLength = 1 << 12;
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(FirstLength);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, Length);

    public ArraySegment<byte> Segment => new(bytes, 0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
    }

    private void Reserve(int more)
    {
        if (Length + more <= bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, 2 * bytes.Length));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }
}
