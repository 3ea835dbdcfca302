// Runs recent_ensemble.yaml, with overrides as `alma run` takes them.
using Alma.Config;
using Alma.Data;
using Alma.Experiments;
using Alma.Experiments.Options;
using CustomLearner;

var classes = KnownClasses.Names.Add<RecentEnsembleOptions>("RecentEnsemble");
var request = RunRequest.Read(
    new Recipe("recent_ensemble", Path.Combine(AppContext.BaseDirectory, "recent_ensemble.yaml"), ""), args, args, classes);
var datasets = new RunDatasets(DatasetLoader.Load(DatasetCatalog.Digits, ""), Further: []);
var device = ComputeDevice.Choose(request.Config, request.Options);
var run = new ExperimentRun(new Printed(), TimeProvider.System, version: "1.0");
run.Execute(request, datasets, device, run.Prepare(request, datasets, device), CancellationToken.None);

/// <summary>Prints a line per megabatch.</summary>
internal sealed class Printed : IRunWatcher
{
    public void MegabatchDone(MegabatchResult result) => Console.WriteLine($"megabatch {result.Megabatch}: accuracy {result.Accuracy:F4}");
}
