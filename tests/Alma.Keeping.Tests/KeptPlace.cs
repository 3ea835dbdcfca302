using System.Globalization;
using System.Text;
using Alma.Config;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Experiments.Checkpoints;
using Alma.Experiments.Options;
using Alma.Keeping.Inboxes;
using Alma.Keeping.Promotion;
using Alma.Learning.Training;
using Alma.Runs;
using Alma.Runs.Locking;
using Alma.Runs.Metrics;

namespace Alma.Keeping.Tests;

/// <summary>A place in which tests keep a small run: an inbox, a data folder and a run folder.</summary>
internal sealed class KeptPlace : IKeepWatcher, IDisposable
{
    public const string Dataset = "points";

    private readonly TemporaryFolder folder = new();

    public KeptPlace() => Directory.CreateDirectory(InboxPath);

    public string InboxPath => folder.File("inbox");

    public RunFolder Run => RunFolder.Open(folder.File("run"));

    public StoreFolder Stores => new(folder.File("data"));

    public RunKeeping Keeping => RunManifest.Read(Run).Keeping!;

    /// <summary>What became of dumps, in order.</summary>
    public List<TakenDump> Seen { get; } = [];

    /// <summary>Dumps that were learned from, in order.</summary>
    public List<string> Learned { get; } = [];

    /// <summary>What became of models, in order.</summary>
    public List<PromotionOutcome> Outcomes { get; } = [];

    public int WaitingCount { get; private set; }

    /// <summary>Called when the run waits.</summary>
    public Action? OnWaiting { get; set; }

    /// <summary>Called at each training step.</summary>
    public Action<TrainingPosition>? OnStep { get; set; }

    public string Path(string name) => folder.File(name);

    /// <summary>Puts a table into the inbox.</summary>
    public void Put(string name, string classes = "ab", int count = 60, int seed = 0) =>
        folder.Write($"inbox/{name}", Table(classes, count, seed));

    /// <summary>A table whose classes lie apart.</summary>
    public static string Table(string classes, int count, int seed)
    {
        var text = new StringBuilder("x,y,label\n");
        for (var k = 0; k < count; k++)
        {
            var (label, shift) = (k % classes.Length, ((k * 37) + (seed * 11)) % 100 / 100.0);
            var place = classes[label] - 'a';
            text.Append(CultureInfo.InvariantCulture, $"{place + shift},{shift - place},{classes[label]}\n");
        }

        return text.ToString();
    }

    /// <summary>Keeps the run as a command does that learns from what has come and leaves.</summary>
    public void Keep(params string[] overrides) => Keep(once: true, overrides, CancellationToken.None);

    /// <summary>Keeps the run as a command does, until it is stopped.</summary>
    public void KeepUntil(CancellationTokenSource stop, params string[] overrides) => Keep(once: false, overrides, stop.Token);

    private void Keep(bool once, string[] overrides, CancellationToken stop)
    {
        using var inbox = Inbox.Open(InboxPath, TimeSpan.Zero, TimeProvider.System);
        var arrivals = new DumpArrivals(Stores, Dataset, inbox, new DumpReading(), TimeProvider.System);
        if (!arrivals.AwaitStore(Taken, TimeSpan.Zero, once, stop)) return;
        var request = Request(overrides);
        var device = ComputeDevice.Choose(request.Config, request.Options);
        var tools = new KeepTools(this, TimeProvider.System, "test", (_, _) => throw new InvalidOperationException(), new SaveRequest());
        using var held = RunFolder.IsAt(folder.File("run"))
            ? RunLock.Acquire(Run, TimeProvider.System)
            : KeptRun.Prepare(request, device, tools, stop);
        new KeptRun(request, device, held, arrivals, tools).Run(
            new RunKeeping(Dataset) { Inbox = InboxPath, Once = once, PollSeconds = 0.01 }, stop);
    }

    public RunRequest Request(params string[] overrides) => RunRequest.Read(
        new RecipeCatalog([System.IO.Path.Combine(AppContext.BaseDirectory, "configs")]).Find("own/mlp"),
        [
            $"data={Dataset}", $"data_dir={folder.File("data")}", $"run_dir={folder.File("run")}", "stream.train.by=dump", "threads=1",
            "clmodel.max_epochs=3", "clmodel.training_batch_size=8", "clmodel.model.size_layers=8", .. overrides,
        ],
        ["alma", "keep"], KnownClasses.Names, isOpen: true);

    /// <summary>The weights after a megabatch.</summary>
    public byte[] Weights(int megabatch)
    {
        using var model = SafetensorsFile.Read(Run.ModelFile(megabatch));
        return [.. model.Names.Order(StringComparer.Ordinal).SelectMany(name => model[name].bytes.ToArray())];
    }

    /// <summary>All rows but times.</summary>
    public string[] Rows() =>
    [
        .. MetricLog.Read(Run.MetricsFile)
            .Where(row => !row.Name.EndsWith("_seconds", StringComparison.Ordinal))
            .Select(row => row.ToString()),
    ];

    public void Taken(TakenDump dump) => Seen.Add(dump);

    public void Learning(KeptDump dump, Action<IRunWatcher> work)
    {
        work(new StepWatcher(position => OnStep?.Invoke(position)));
        Learned.Add(dump.Name);
    }

    public void Decided(PromotionOutcome outcome) => Outcomes.Add(outcome);

    public void Waiting(RunKeeping keeping)
    {
        WaitingCount++;
        OnWaiting?.Invoke();
    }

    public void Dispose() => folder.Dispose();

    private sealed class StepWatcher(Action<TrainingPosition> atStep) : IRunWatcher
    {
        public void StepDone(TrainingPosition position) => atStep(position);

        public void EpochDone(EpochResult epoch) { }

        public void MegabatchDone(MegabatchResult result) { }
    }
}
