using Alma.Runs;

namespace Alma.Cli;

/// <summary>Text from configs and data as it may be printed.</summary>
internal static class Printable
{
    public static string Of(string text) => PrintableText.Lines(text);
}
