using System.Text;
using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>
/// The standard output for the library that draws, which is a terminal even where text is written to it in another way too.
/// </summary>
internal sealed class StandardOutput(TextWriter writer) : IAnsiConsoleOutput
{
    private readonly AnsiConsoleOutput known = new(writer);

    public TextWriter Writer => writer;

    public bool IsTerminal => !Console.IsOutputRedirected;

    public int Width => known.Width;

    public int Height => known.Height;

    public void SetEncoding(Encoding encoding) => known.SetEncoding(encoding);
}
