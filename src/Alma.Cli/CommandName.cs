namespace Alma.Cli;

/// <summary>What the user typed to start this program, for the commands it suggests: the launcher says so in <c>ALMA_COMMAND</c>.</summary>
internal static class CommandName
{
    public static string Text { get; } = Environment.GetEnvironmentVariable("ALMA_COMMAND") is { Length: > 0 } typed ? typed : "alma";
}
