using Alma.Data;
using Alma.Data.Fetching;
using Alma.Reports;
using Alma.Runs;

namespace Alma.Cli.Display;

/// <summary>Shows a data set being fetched: a bar per file on a terminal, the notes alone in a pipe.</summary>
internal static class FetchDisplay
{
    private static readonly TimeSpan interval = TimeSpan.FromMilliseconds(100);

    public static async Task FetchAsync(DatasetEntry entry, string dataFolder, CancellationToken cancellation)
    {
        try
        {
            await ShowAsync(entry, dataFolder, cancellation);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"To go on fetching: {CommandName.Text} data fetch {entry.Name}");
        }
    }

    private static async Task ShowAsync(DatasetEntry entry, string dataFolder, CancellationToken cancellation)
    {
        Terminal.Out.WriteLine($"Fetching {entry.Name} ({entry.ByteCount / 1e6:F0} MB) into {new DatasetFolder(dataFolder).FullPath}");
        var fetcher = new DatasetFetcher(new AtOnce<string>(note => Terminal.Out.WriteLine($"  {note}")));
        if (!Terminal.IsInteractive)
        {
            await fetcher.FetchAsync(entry, dataFolder, cancellation: cancellation);
            return;
        }
        var (list, bars) = (new BarList(), new Dictionary<string, Bar>());
        await LiveScreen.ShowAsync(
            () => list.View(LiveScreen.Width, LiveScreen.Height),
            interval,
            () =>
                fetcher.FetchAsync(entry, dataFolder, new AtOnce<FetchProgress>(progress => Advance(list, bars, progress)), cancellation));
    }

    private static void Advance(BarList list, Dictionary<string, Bar> bars, FetchProgress progress)
    {
        if (!bars.TryGetValue(progress.File, out var bar)) list.Add(bars[progress.File] = bar = new Bar(PrintableText.Line(progress.File)));
        list.Change(bar, of =>
        {
            of.Fraction = progress.BytesTotal is > 0 and { } total ? (double)progress.BytesDone / total : null;
            of.Note = $"{Units.Bytes(progress.BytesDone)}, {Units.Bytes(progress.BytesDone / Math.Max(0.1, bar.Seconds))}/s";
        });
    }

    // Progress<T> hands over on another thread, so lines would come after their time.
    private sealed class AtOnce<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
