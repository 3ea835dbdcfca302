namespace Alma.Config;

/// <summary>
/// The one error of this room: its message is complete and for the person who wrote the config. It cites the file,
/// line and column or the override, the key, what was found and what would be valid.
/// </summary>
public class ConfigException : Exception
{
    private const int LongestMessage = 4000;

    public ConfigException(string message)
        : base(Shortened(message))
    {
    }

    public ConfigException(string message, Exception cause)
        : base(Shortened(message), cause)
    {
    }

    // A message may cite a text of a megabyte; what is wrong stands at its ends.
    private static string Shortened(string message) =>
        message.Length <= LongestMessage ? message : $"{message[..(LongestMessage / 2)]} ... {message[^(LongestMessage / 2)..]}";

    /// <summary>Where it is wrong, if that is a single place; the message begins with it.</summary>
    public Origin? Origin { get; private init; }

    /// <summary>The message without the place.</summary>
    public string Problem =>
        Origin is not null && Message.StartsWith($"{Origin}: ", StringComparison.Ordinal) ? Message[$"{Origin}: ".Length..] : Message;

    /// <summary>Whether what is wrong is that there is no Hydra: a launcher does without what needs it.</summary>
    internal bool NeedsHydra { get; private init; }

    internal static ConfigException OfHydra(Origin origin, string problem) =>
        new($"{origin}: {problem}") { Origin = origin, NeedsHydra = true };

    internal static ConfigException At(Origin origin, string problem) => new($"{origin}: {problem}") { Origin = origin };

    internal static ConfigException At(Origin origin, string problem, Exception cause) =>
        new($"{origin}: {problem}", cause) { Origin = origin };
}
