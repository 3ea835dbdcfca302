using Alma.Serving.Protocol;

namespace Alma.Serving.Web;

/// <summary>How many requests, and bytes of bodies, are in the server at once. What is beyond is refused before it is read.</summary>
/// <param name="changed">Is told how many there are.</param>
internal sealed class RequestLimits(ServingOptions options, Action<int> changed)
{
    private readonly Lock gate = new();
    private long bytes;
    private int count;

    /// <summary>Lets a request in.</summary>
    /// <param name="length">The bytes of its body; null where it does not say.</param>
    /// <exception cref="RequestException">It is too large, or there is no room for it now.</exception>
    public RequestPlace Enter(long? length)
    {
        if (length > options.MaxBodyBytes) throw TooLarge(options.MaxBodyBytes);
        var reserved = length ?? options.MaxBodyBytes;
        lock (gate)
        {
            if (count >= options.MaxRequests || (count > 0 && bytes + reserved > options.MaxBodyBytesAtOnce))
                throw new RequestException(429, "The server is busy. Try again in a second.");
            (count, bytes) = (count + 1, bytes + reserved);
            changed(count);
        }

        return new RequestPlace(this, reserved);
    }

    public static RequestException TooLarge(int most) => new(413, $"The body is too large: valid are up to {most} bytes.");

    internal void Leave(long reserved)
    {
        lock (gate)
        {
            (count, bytes) = (count - 1, bytes - reserved);
            changed(count);
        }
    }
}

/// <summary>The place of a request in the server, until it is answered.</summary>
internal readonly struct RequestPlace(RequestLimits limits, long reserved) : IDisposable
{
    public void Dispose() => limits.Leave(reserved);
}
