using System.Globalization;
using System.Text;
using Alma.Config;
using Alma.Data;
using Alma.Data.Imports;
using Alma.Data.Stores;
using Alma.Experiments;
using Alma.Learning.Training;
using Alma.Runs;

namespace Alma.Keeping.Tests.Promotion;

/// <summary>A run on a table of several dumps in a store of its own.</summary>
public sealed class TableRun : IDisposable
{
    private const int RowsPerDump = 400;
    private const int DumpCount = 3;
    private readonly TemporaryFolder temporary = new();
    private readonly Lazy<RunFolder> finished;

    public TableRun()
    {
        for (var dump = 0; dump < DumpCount; dump++) Import(dump);
        finished = new(() => Run(Request(), File("finished")));
    }

    /// <summary>A copy of a run that went through all dumps.</summary>
    public RunFolder CopyTo(string path)
    {
        foreach (var file in Directory.EnumerateFiles(finished.Value.Path, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(path, Path.GetRelativePath(finished.Value.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }

        return RunFolder.Open(path);
    }

    public RunRequest Request(params string[] overrides) => RunRequest.Read(
        new RecipeCatalog([Path.Combine(AppContext.BaseDirectory, "configs")]).Find("own/mlp"),
        ["data=rows", $"data_dir={File("data")}", "stream.train.by=dump", "clmodel.max_epochs=3", "threads=1", .. overrides],
        ["alma", "run", "own/mlp"]);

    /// <summary>Runs it to its end.</summary>
    public static RunFolder Run(RunRequest request, string path)
    {
        request = request with { Options = request.Options with { RunDir = path } };
        var datasets = RunDatasets.Load(request.Options, (_, _) => throw new DatasetException("not imported"));
        var device = ComputeDevice.Choose(request.Config, request.Options);
        var run = new ExperimentRun(new NobodyWatches(), TimeProvider.System, "test");
        var held = run.Prepare(request, datasets, device);
        run.Execute(request, datasets, device, held, CancellationToken.None);
        return RunFolder.Open(path);
    }

    public void Dispose() => temporary.Dispose();

    private string File(string name) => temporary.File(name);

    // The class is easier to see in later dumps than in the first.
    private void Import(int dump)
    {
        var (text, random) = (new StringBuilder("x,y,label\n"), new Random(dump));
        for (var row = 0; row < RowsPerDump; row++)
        {
            var (label, noise) = (random.Next(2), dump == 0 ? 4 : 1);
            var x = label + (noise * (random.NextDouble() - 0.5));
            text.Append(CultureInfo.InvariantCulture, $"{x:R},{random.NextDouble():R},c{label}\n");
        }

        var request = new ImportRequest([temporary.Write($"{dump}.csv", text.ToString())]);
        var plan = new ImportPlan(request, TimeProvider.System) { TestShare = 0.5 };
        using var source = ImportFormats.Open(plan.Request);
        if (dump == 0) StoreImport.Make(new StoreFolder(File("data")), "rows", source, plan, CancellationToken.None);
        else StoreImport.Add(new StoreFolder(File("data")), "rows", source, plan, CancellationToken.None);
    }

    private sealed class NobodyWatches : IRunWatcher
    {
        public void StepDone(TrainingPosition position) { }

        public void EpochDone(EpochResult epoch) { }

        public void MegabatchDone(MegabatchResult result) { }
    }
}
