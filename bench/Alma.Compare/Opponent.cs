namespace Alma.Compare;

/// <summary>What alma is compared with.</summary>
/// <param name="Command">As bash runs it.</param>
/// <param name="EpochCommand">As bash runs it afterwards: prints the seconds of each epoch, or null where these are not asked for.</param>
internal sealed record Opponent(string Name, string Command, string? EpochCommand);
