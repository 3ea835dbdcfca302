using Alma.Cli.Display;
using Alma.Experiments;
using Alma.Learning.Datasets;
using Alma.Runs;
using Spectre.Console;

namespace Alma.Cli.Commands;

/// <summary>A run as its user sees it: data fetched if need be, progress shown, a summary in the end.</summary>
internal sealed class RunSession
{
    private readonly RunRequest request;
    private readonly ImageDataset dataset;
    private readonly ComputeDevice device;
    private readonly CancellationToken cancellation;

    private RunSession(RunRequest request, ImageDataset dataset, ComputeDevice device, CancellationToken cancellation) =>
        (this.request, this.dataset, this.device, this.cancellation) = (request, dataset, device, cancellation);

    /// <summary>Chooses the device and brings in the data; nothing of the run is written yet.</summary>
    public static async Task<RunSession> OpenAsync(RunRequest request, CancellationToken cancellation)
    {
        var device = ComputeDevice.Choose(request.Config, request.Options);
        if (device.Note is { } note) Terminal.Out.WriteLine(note);
        var entry = request.Options.Stream.Train.Dataset;
        var folder = request.Options.DataFolder ?? DatasetFolder.DefaultPath(Environment.GetEnvironmentVariable);
        if (IsIncomplete(entry, folder)) await FetchDisplay.FetchAsync(entry, folder, cancellation);
        return new RunSession(request, DatasetLoader.Load(entry, folder), device, cancellation);
    }

    /// <summary>Makes the run's folder.</summary>
    public RunFolder Prepare() => new ExperimentRun(new LineWatcher(), TimeProvider.System, ProductVersion.Text).Prepare(request, dataset, device);

    /// <summary>Runs what is in the folder and shows what came of it.</summary>
    public int Run(RunFolder folder, bool resumed)
    {
        Terminal.Out.WriteLine($"{(resumed ? "Resuming" : "Running")} {request.Recipe} on {device.Device} in {folder.Path}");
        try
        {
            RunDisplay.Show(watcher => new ExperimentRun(watcher, TimeProvider.System, ProductVersion.Text)
                .Execute(request, dataset, device, folder, cancellation));
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"To go on: {CommandName.Text} resume {folder.Path}");
        }
        RunEnding.Show(folder, request.Recipe);
        return 0;
    }

    private static bool IsIncomplete(DatasetEntry entry, string folder) =>
        entry.Files is { } files && files.All.Any(file => new DatasetFolder(folder).Locate(entry, file) is null);
}
