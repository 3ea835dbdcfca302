using Spectre.Console;
using Spectre.Console.Rendering;

namespace Alma.Cli.Display;

/// <summary>A view that is drawn again and again at the same place of the terminal, as long as some work takes.</summary>
internal static class LiveScreen
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(250);

    public static Task ShowAsync(Func<IRenderable> view, Func<Task> work) => Terminal.Out.Live(view()).StartAsync(async context =>
    {
        var running = work();
        while (await Task.WhenAny(running, Task.Delay(interval)) != running) context.UpdateTarget(view());
        context.UpdateTarget(view());
        await running;
    });
}
