using Alma.Cli.Display;
using Alma.Data;
using Alma.Experiments;
using Alma.Experiments.Options;
using Alma.Runs;
using Alma.Runs.Locking;

namespace Alma.Cli.Commands;

/// <summary>A run as its user sees it: data fetched if need be, progress shown, a summary in the end.</summary>
internal sealed class RunSession
{
    private readonly RunRequest request;
    private readonly RunDatasets datasets;
    private readonly ComputeDevice device;
    private readonly Interruption interruption;

    private RunSession(RunRequest request, RunDatasets datasets, ComputeDevice device, Interruption interruption) =>
        (this.request, this.datasets, this.device, this.interruption) = (request, datasets, device, interruption);

    /// <summary>Chooses the device and brings in the data; nothing of the run is written yet.</summary>
    public static async Task<RunSession> OpenAsync(RunRequest request, Interruption interruption)
    {
        EnvironmentNote.Print(request.Config.EnvironmentReads);
        var device = ComputeDevice.Choose(request.Config, request.Options, Remedies.WhyNoGpu);
        MachineCheck.Refuse(request.Config, request.Options, Machine.WithFreeMemory, device.IsCpu);
        if (device.IsCpu) MemoryLimit.Apply(); // a GPU's driver maps more than there is
        if (device.Note is { } note) Terminal.Out.WriteLine(note);
        await FetchMissingAsync(request.Options, interruption.Token);
        if (RunDatasets.Note(request.Options) is { } loading) Terminal.Out.WriteLine(loading);
        var datasets = RunDatasets.Load(request.Options, Load, interruption.Token);
        return new RunSession(request, datasets, device, interruption);
    }

    /// <summary>Fetches the data sets that a run needs and that are not there.</summary>
    public static async Task FetchMissingAsync(RunOptions options, CancellationToken cancellation)
    {
        foreach (var stream in options.Stream.FurtherEvaluation.Prepend<StreamOptions>(options.Stream.Train))
        {
            var folder = FolderOf(stream.Dataset, stream.Directory ?? options.DataFolder);
            if (IsIncomplete(stream.Dataset, folder)) await FetchDisplay.FetchAsync(stream.Dataset, folder, cancellation);
        }
    }

    /// <summary>Reads a data set that was not imported.</summary>
    /// <param name="folder">That the config asks for.</param>
    public static ImageDataset Load(DatasetEntry entry, string? folder) => ProgramDatasets.Load(entry, FolderOf(entry, folder));

    /// <summary>Makes the run's folder and holds it.</summary>
    public RunLock Prepare() => new NewRun(TimeProvider.System, ProductVersion.Text).Prepare(request, datasets, device);

    /// <summary>Runs what is in the folder, gives it free and shows what came of it.</summary>
    public int Run(RunLock held, bool resumed)
    {
        var folder = held.Folder;
        try
        {
            Terminal.Out.WriteLine($"{(resumed ? "Resuming" : "Running")} {request.Recipe} on {device.Device} in {folder.Path}");
            RunDisplay.Show(watcher =>
                new ExperimentRun(watcher, TimeProvider.System, ProductVersion.Text) { SaveRequest = interruption.SaveRequest }
                    .Execute(request, datasets, device, held, interruption.Token));
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException($"To go on: {CommandName.Text} resume {ShellWord.Of(folder.Path)}");
        }
        catch (Exception failure)
        {
            ExperimentRun.MarkFailedIfOpen(folder, TimeProvider.System, failure);
            throw;
        }
        RunEnding.Print(folder, request.Recipe);
        return 0;
    }

    // What is built in needs no folder, not even a home that one could be in.
    private static string FolderOf(DatasetEntry entry, string? asked) =>
        asked ?? (entry.Files is null ? AppContext.BaseDirectory : DatasetFolder.DefaultPath(DatasetFolder.Variable));

    private static bool IsIncomplete(DatasetEntry entry, string folder) =>
        entry.Files is { } files && files.All.Any(file => new DatasetFolder(folder).Locate(entry, file) is null);
}
