using Alma.Runs;

namespace Alma.Cli;

/// <summary>Text from configs and data as it may be printed: what would steer the terminal is spelled out.</summary>
internal static class Printable
{
    public static string Of(string text) => ForeignText.Shown(text);
}
