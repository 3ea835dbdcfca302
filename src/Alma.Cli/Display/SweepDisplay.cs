using Alma.Launching;

namespace Alma.Cli.Display;

/// <summary>Shows a sweep as it goes on: all jobs on one screen on a terminal, lines in a pipe.</summary>
internal static class SweepDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(250);

    public static Task ShowAsync(Func<ISweepWatcher, Task> run)
    {
        if (!Terminal.IsInteractive) return run(new LineSweepWatcher());
        var watcher = new LiveSweepWatcher();
        return LiveScreen.ShowAsync(() => watcher.View(LiveScreen.Width, LiveScreen.Height), interval, () => run(watcher));
    }
}
