namespace Alma.Launching;

/// <summary>
/// A sweep cannot be started, looked at or stopped. The message, for people at the console, says what was found and what to do.
/// </summary>
public sealed class LaunchException : Exception
{
    public LaunchException(string message)
        : base(message)
    {
    }

    public LaunchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
