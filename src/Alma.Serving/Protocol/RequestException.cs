namespace Alma.Serving.Protocol;

/// <summary>A request that is refused.</summary>
/// <param name="status">The status of HTTP.</param>
/// <param name="message">What is told to who asked: no path, no version of software.</param>
internal sealed class RequestException(int status, string message) : Exception(message)
{
    public int Status => status;

    public static RequestException Malformed(string message) => new(400, message);
}
