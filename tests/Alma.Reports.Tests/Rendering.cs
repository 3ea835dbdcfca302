using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Reports.Tests;

/// <summary>What a console without colours shows, less the blanks at the ends of lines.</summary>
internal static class Rendering
{
    public static string Show(IRenderable renderable, bool unicode = true, int width = 80)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = unicode;
        console.Write(renderable);
        return string.Join('\n', text.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n');
    }
}
