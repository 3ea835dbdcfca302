using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>Where results are printed: a terminal in its own width, a pipe in lines as long as they need to be.</summary>
internal static class Terminal
{
    private const int WidthInAPipe = 10_000;

    public static IAnsiConsole Out { get; } = CreateConsole();

    /// <summary>Whether someone watches, so that a bar can move.</summary>
    public static bool IsInteractive => !Console.IsOutputRedirected && Out.Profile.Capabilities.Ansi;

    /// <summary>Shows the cursor, which bars and live screens hide, below what they have drawn.</summary>
    public static void ShowCursor()
    {
        if (IsInteractive) Console.Out.Write("\u001b[?25h\n");
    }

    private static IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings());
        if (Console.IsOutputRedirected) console.Profile.Width = WidthInAPipe;
        return console;
    }
}
