using Alma.Launching;
using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>Shows a sweep as it goes on: all jobs on one screen on a terminal, lines in a pipe.</summary>
internal static class SweepDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(250);

    public static async Task ShowAsync(Func<ISweepWatcher, Task> run)
    {
        if (!Terminal.IsInteractive)
        {
            await run(new LineSweepWatcher());
            return;
        }

        var watcher = new LiveSweepWatcher();
        await Terminal.Out.Live(watcher.View()).StartAsync(async context =>
        {
            var running = run(watcher);
            while (await Task.WhenAny(running, Task.Delay(interval)) != running) context.UpdateTarget(watcher.View());
            context.UpdateTarget(watcher.View());
            await running;
        });
    }
}
