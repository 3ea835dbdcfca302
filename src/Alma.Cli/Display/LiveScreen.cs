using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>A view that is drawn again and again at the same place of the terminal, as long as some work takes.</summary>
internal static class LiveScreen
{
    // A terminal shows Ctrl-C as "^C" behind what was drawn last: at the end of a line that would begin a new one, and all would be drawn a line too low.
    private const int RoomForControlC = 3;

    /// <summary>Characters that a line of the view may have.</summary>
    public static int Width => Terminal.Out.Profile.Width - RoomForControlC;

    /// <summary>Lines that the view may have.</summary>
    public static int Height => Terminal.Out.Profile.Height - 1;

    /// <param name="view">What is to be seen now.</param>
    /// <param name="interval">After which it is drawn anew.</param>
    public static Task ShowAsync(Func<IRenderable> view, TimeSpan interval, Func<Task> work) => Terminal.Out.Live(view()).StartAsync(async context =>
    {
        var running = work();
        while (await Task.WhenAny(running, Task.Delay(interval)) != running) context.UpdateTarget(view());
        context.UpdateTarget(view());
        await running;
    });
}
