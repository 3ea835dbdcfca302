using Alma.Experiments;

namespace Alma.Cli.Display;

/// <summary>Shows a run as it goes on: a bar per megabatch on a terminal, a line per epoch in a pipe.</summary>
internal static class RunDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(100);

    public static void Show(Action<IRunWatcher> run)
    {
        if (!Terminal.IsInteractive)
        {
            run(new LineWatcher());
            return;
        }
        var bars = new BarList();
        LiveScreen.Show(() => bars.View(LiveScreen.Width, LiveScreen.Height), interval, () => run(new BarWatcher(bars)));
    }
}
