using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>A view that is drawn again and again at the same place of the terminal, as long as some work takes.</summary>
internal static class LiveScreen
{
    // A terminal shows Ctrl-C as "^C" behind what was drawn last: at the end of a line that would begin a new one,
    // and all would be drawn a line too low.
    private const int RoomForControlC = 3;

    /// <summary>Characters that a line of the view may have.</summary>
    public static int Width => Math.Max(1, Terminal.Out.Profile.Width - RoomForControlC);

    /// <summary>Lines that the view may have.</summary>
    public static int Height => Math.Max(1, Terminal.Out.Profile.Height - 1);

    /// <summary>Draws while this thread works.</summary>
    public static void Show(Func<IRenderable> view, TimeSpan interval, Action work) => Terminal.Out.Live(view()).Start(context =>
    {
        using var isLast = new ManualResetEvent(false);
        var timer = new Timer(_ => context.UpdateTarget(view()), null, interval, interval);
        try
        {
            work();
        }
        finally
        {
            timer.Dispose(isLast);
            isLast.WaitOne();
            context.UpdateTarget(view());
        }
    });

    /// <param name="view">What is to be seen now.</param>
    /// <param name="interval">After which it is drawn anew.</param>
    public static Task ShowAsync(Func<IRenderable> view, TimeSpan interval, Func<Task> work) =>
        Terminal.Out.Live(view()).StartAsync(async context =>
        {
            var running = work();
            while (await Task.WhenAny(running, Task.Delay(interval)) != running) context.UpdateTarget(view());
            context.UpdateTarget(view());
            await running;
        });
}
