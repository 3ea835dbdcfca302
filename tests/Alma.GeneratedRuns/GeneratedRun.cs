using System.Globalization;
using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Runs.Mistakes;

namespace Alma.GeneratedRuns;

/// <summary>
/// A made-up run that looks like a real one: its error falls as replay, learning rate and learner let it, with some noise.
/// </summary>
public sealed record GeneratedRun
{
    private static readonly string[] recipes = ["made/single", "made/growing", "made/ensemble"];
    private static readonly double[] replays = [0, 0.5, 1];
    private static readonly string[] rates = ["0.01", "0.1", "1"];

    public string Recipe { get; init; } = recipes[0];

    public long Seed { get; init; }

    public double Replay { get; init; }

    public string Rate { get; init; } = "0.1";

    public string Dataset { get; init; } = "MNIST";

    /// <summary>What its classes are called; none in runs of early builds.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>When it was begun, in minutes after the others.</summary>
    public int MinutesLater { get; init; }

    public int MegabatchCount { get; init; } = 10;

    public int EpochCount { get; init; } = 10;

    /// <summary>Megabatches that are done; fewer than there are make a run that was interrupted.</summary>
    public int? Done { get; init; }

    public int Members => Recipe.EndsWith("ensemble", StringComparison.Ordinal) ? 3 : 1;

    public bool HasExperts => Recipe.EndsWith("growing", StringComparison.Ordinal);

    private int DoneCount => Done ?? MegabatchCount;

    /// <summary>Writes runs into folders of their own, ten seeds for each choice of recipe, replay and learning rate.</summary>
    public static void WriteMany(string folder, int count)
    {
        for (var k = 0; k < count; k++)
        {
            var choice = k / 10;
            var run = new GeneratedRun
            {
                Recipe = recipes[choice % 3],
                Replay = replays[choice / 3 % 3],
                Rate = rates[choice / 9 % 3],
                Seed = k % 10,
                MegabatchCount = choice < 27 ? 10 : 20 + choice,
            };
            run.Write(Path.Combine(folder, run.Recipe, string.Create(CultureInfo.InvariantCulture, $"run-{k:D4}")));
        }
    }

    public RunFolder Write(string path)
    {
        var folder = RunFolder.Create(path);
        File.WriteAllText(folder.ConfigFile, Config());
        Manifest(path).Write(folder);
        var rows = new GeneratedRows(this);
        using (var log = MetricLog.Open(folder.MetricsFile))
            foreach (var row in Enumerable.Range(0, DoneCount).SelectMany(rows.Of)) log.Write(row);
        for (var megabatch = 0; megabatch < DoneCount; megabatch++) Worst(megabatch).Write(folder);
        if (Done is null) folder.MarkDone();
        return folder;
    }

    private string Config() => string.Create(CultureInfo.InvariantCulture, $"""
        stream:
          train:
            class_name: {Dataset}
            n_megabatches: {MegabatchCount}
            seed: 432
          evaluation:
            class_name: {Dataset}
        clmodel:
          class_name: {(Members > 1 ? "KEnsemble" : HasExperts ? "Finetune_Grow" : "Finetune")}
          train_replay_proportion: {Replay}
          optim:
            class_name: SGD
            lr: {Rate}
        seed: {Seed}

        """);

    private RunManifest Manifest(string path) => new()
    {
        State = Done is null ? RunState.Done : RunState.Interrupted,
        Recipe = Recipe,
        Version = "0.1.0",
        CommandLine = ["alma", "run", Recipe, $"run_dir={path}"],
        Seed = Seed,
        Classes = Classes,
        Host = "generated",
        ProcessId = 1,
        Backend = "none",
        Device = "cpu",
        Threads = 1,
        Started = new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero).AddMinutes(MinutesLater),
        MegabatchesDone = DoneCount,
        MegabatchesTotal = MegabatchCount,
        Resources = [.. Enumerable.Range(0, DoneCount)
            .Select(k => new MegabatchResources(k, 300_000_000L + (20_000_000L * Members * k), 3 + k))],
    };

    private WorstImages Worst(int megabatch)
    {
        var random = new Random((int)(Seed * 1000) + megabatch);
        var images = Enumerable.Range(0, 24).Select(k =>
        {
            var pixels = new byte[28 * 28];
            for (var p = 0; p < pixels.Length; p++)
                pixels[p] = Math.Abs((p % 28) - 14 + random.Next(-2, 3)) < 4 && p / 28 is > 4 and < 24
                    ? (byte)random.Next(120, 256)
                    : (byte)0;
            return new MisclassifiedImage(random.Next(10_000), k % 10, (k + 3) % 10, 0.01, 5 - (0.1 * k), pixels);
        });
        return new WorstImages(megabatch, 1, 28, 28, [.. images]);
    }
}
