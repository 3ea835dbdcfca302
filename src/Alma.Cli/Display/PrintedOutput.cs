using Alma.Reports.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>
/// What is printed for people. Text comes in views that spell out control characters and fit any width; there is no other way in.
/// </summary>
internal sealed class PrintedOutput(IAnsiConsole console)
{
    public Profile Profile => console.Profile;

    public void Write(IRenderable view) => console.Write(view);

    public void WriteLine(string text = "") => console.Write(new WrappedText(text));

    public LiveDisplay Live(IRenderable view) => console.Live(view);
}
