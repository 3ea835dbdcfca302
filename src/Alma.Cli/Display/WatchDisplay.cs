using Alma.Reports.Watching;

namespace Alma.Cli.Display;

/// <summary>Shows runs that are watched: on one screen on a terminal, in a pipe a line for each change.</summary>
internal static class WatchDisplay
{
    /// <summary>How to see runs that had ended before.</summary>
    public const string Advice = "--all shows them";

    /// <param name="look">Looks at the runs.</param>
    /// <param name="isOver">Whether nothing more is to be waited for.</param>
    /// <param name="skippedCount">How many runs are not shown, since they had ended before.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Task ShowAsync(
        Func<IReadOnlyList<WatchedRun>> look, Func<IReadOnlyList<WatchedRun>, bool> isOver, Func<int> skippedCount, TimeSpan interval,
        CancellationToken stop)
    {
        var seen = look();
        if (!Terminal.IsInteractive)
        {
            if (seen.Count == 0)
                Console.Out.WriteLine(isOver(seen) ? WatchScreen.Foot(seen, 0, skippedCount(), Advice) : "waiting for runs");
            var lines = new WatchedLines();
            lines.Print(seen);
            return RefreshAsync(seen, lines.Print);
        }
        return LiveScreen.ShowAsync(() => WatchScreen.Of(seen, skippedCount(), LiveScreen.Width, LiveScreen.Height, Advice), interval, () =>
            RefreshAsync(seen, now => seen = now));

        async Task RefreshAsync(IReadOnlyList<WatchedRun> now, Action<IReadOnlyList<WatchedRun>> show)
        {
            while (!isOver(now))
            {
                await Task.Delay(interval, stop);
                now = look();
                show(now);
            }
        }
    }
}
