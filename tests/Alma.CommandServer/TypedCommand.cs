namespace Alma.CommandServer;

/// <summary>A command line and where it is typed.</summary>
/// <param name="Folder">The current folder.</param>
/// <param name="Environment">Variables that are set for it.</param>
/// <param name="Arguments">What follows <c>alma</c>.</param>
internal sealed record TypedCommand(string Folder, IReadOnlyDictionary<string, string> Environment, string[] Arguments);
