using Alma.Learning.Datasets;
using Alma.Learning.Datasets.Fetching;
using Spectre.Console;

namespace Alma.Cli.Display;

/// <summary>Shows a data set being fetched: a bar per file on a terminal, the notes alone in a pipe.</summary>
internal static class FetchDisplay
{
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
        await Terminal.Out.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn())
            .StartAsync(context =>
            {
                var bars = new Dictionary<string, ProgressTask>();
                return fetcher.FetchAsync(entry, dataFolder, new AtOnce<FetchProgress>(progress => Advance(context, bars, progress)), cancellation);
            });
    }

    private static void Advance(ProgressContext context, Dictionary<string, ProgressTask> bars, FetchProgress progress)
    {
        if (!bars.TryGetValue(progress.File, out var bar)) bars[progress.File] = bar = context.AddTask(progress.File);
        if (progress.BytesTotal is { } total) bar.MaxValue = total;
        else bar.IsIndeterminate = true;
        bar.Value = progress.BytesDone;
    }

    // Progress<T> hands over on another thread, so lines would come after their time.
    private sealed class AtOnce<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
