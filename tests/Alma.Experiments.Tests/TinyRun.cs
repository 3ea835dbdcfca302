using Alma.Config;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Locking;
using Alma.Testing;

namespace Alma.Experiments.Tests;

/// <summary>Runs recipes in this process on tiny images, in a folder of its own.</summary>
internal sealed class TinyRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static string Configs { get; } = Path.Combine(AppContext.BaseDirectory, "configs");

    public static RunRequest Request(string recipe, params string[] overrides) =>
        RunRequest.Read(new RecipeCatalog([Configs]).Find(recipe), [.. Smaller(recipe), .. overrides], ["alma", "run", recipe]);

    // Of a network of the recipe's width every growth step takes seconds.
    private static string[] Smaller(string recipe) =>
        recipe == "cifar10/test_firefly" ? ["clmodel.model.n_channels=4", "clmodel.model.granularity=1"]
        : OwnData(recipe);

    /// <summary>The data set that a recipe for data of one's own is given; nothing for others.</summary>
    public static string[] OwnData(string recipe) =>
        recipe.StartsWith("own/", StringComparison.Ordinal) ? ["data=tiny", $"data_dir={TinyStore.Folder}"] : [];

    /// <summary>A path in the folder of its own that nothing has yet.</summary>
    public string NewPath() => folder.NewPath();

    /// <summary>Makes the folder of a run and runs it; what cancels it leaves it to be gone on with.</summary>
    public RunFolder Start(RunRequest request, Action<TrainingPosition, CancellationTokenSource>? atStep = null)
    {
        var datasets = Datasets(request);
        var device = ComputeDevice.Choose(request.Config, request.Options);
        // One thread: other test programs run at the same time, and threads that share a step would wait for each other all along.
        var options = request.Options with
        {
            RunDir = request.Options.RunDir ?? NewPath(),
            Threads = request.Options.Threads ?? 1
        };
        var held = new ExperimentRun(new SilentWatcher(), TimeProvider.System, "test")
            .Prepare(request with { Options = options }, datasets, device);
        Continue(request, held, atStep);
        return held.Folder;
    }

    public static void Continue(RunRequest request, RunFolder folder, Action<TrainingPosition, CancellationTokenSource>? atStep = null) =>
        Continue(request, RunLock.Acquire(folder, TimeProvider.System), atStep);

    private static void Continue(RunRequest request, RunLock held, Action<TrainingPosition, CancellationTokenSource>? atStep)
    {
        using var cancellation = new CancellationTokenSource();
        var datasets = Datasets(request);
        var watcher = new SilentWatcher(position => atStep?.Invoke(position, cancellation));
        new ExperimentRun(watcher, TimeProvider.System, "test")
            .Execute(request, datasets, ComputeDevice.Choose(request.Config, request.Options), held, cancellation.Token);
    }

    private static RunDatasets Datasets(RunRequest request) =>
        RunDatasets.Load(request.Options, (entry, _) => entry.Shape.Channels == 3 ? TinyImages.Of(entry, 60, 10) : TinyImages.Of(entry));

    public void Dispose() => folder.Dispose();

    internal sealed class SilentWatcher(Action<TrainingPosition>? atStep = null) : IRunWatcher
    {
        public void MegabatchStarted(int megabatch, int megabatchCount, int exampleCount) { }

        public void StepDone(TrainingPosition position) => atStep?.Invoke(position);

        public void EpochDone(EpochResult epoch) { }

        public void MegabatchDone(MegabatchResult result) { }
    }
}
