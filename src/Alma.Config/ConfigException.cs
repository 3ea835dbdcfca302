namespace Alma.Config;

/// <summary>
/// The one error of this room: its message is complete and for the person who wrote the config. It cites the file,
/// line and column or the override, the key, what was found and what would be valid.
/// </summary>
public sealed class ConfigException : Exception
{
    public ConfigException(string message)
        : base(message)
    {
    }

    public ConfigException(string message, Exception cause)
        : base(message, cause)
    {
    }

    internal static ConfigException At(Origin origin, string problem) => new($"{origin}: {problem}");
}
