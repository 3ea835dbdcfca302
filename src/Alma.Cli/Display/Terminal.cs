using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>Where results are printed: a terminal in its own width, a pipe in lines as long as they need to be.</summary>
internal static class Terminal
{
    private const int WidthInAPipe = 10_000;
    private const int DataBuffer = 1 << 16;
    private static readonly TextWriter unchanged = Console.Out;
    private static bool isSpelledOut;

    public static PrintedOutput Out { get; } = new(CreateConsole());

    /// <summary>Whether someone watches, so that a bar can move.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected && Out.Profile.Capabilities.Ansi;

    /// <summary>
    /// From now on control characters are spelled out in all that is written to the console, by whatever part of the program.
    /// </summary>
    public static void SpellOutControls()
    {
        if (isSpelledOut) return;
        isSpelledOut = true;
        _ = Out; // which takes the console as it is, to draw
        Console.SetOut(new PrintableWriter(unchanged));
        Console.SetError(new PrintableWriter(Console.Error));
    }

    /// <summary>The standard output for files and tables that other programs read: as they are, unless a terminal shows them.</summary>
    public static Stream OpenData() => Console.IsOutputRedirected
        ? new BufferedStream(new OutputStream(), DataBuffer)
        : new BufferedStream(new PrintableStream(Console.Out), DataBuffer);

    /// <inheritdoc cref="OpenData"/>
    public static void WriteData(string text) => (Console.IsOutputRedirected ? unchanged : Console.Out).Write(text);

    /// <summary>Shows the cursor, which bars and live screens hide, below what they have drawn.</summary>
    public static void ShowCursor()
    {
        if (IsInteractive) unchanged.Write("\u001b[?25h\n");
    }

    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new StandardOutput(unchanged) });
        if (Console.IsOutputRedirected) console.Profile.Width = WidthInAPipe;
        return console;
    }
}
