// Runs stripes.yaml, with overrides as `alma run` takes them.
using Alma.Config;
using Alma.Experiments;
using Alma.Experiments.Options;
using CustomDataset;

var classes = KnownClasses.Names.Add<StripesTrainOptions>("Stripes").Add<StripesEvaluationOptions>("Stripes");
var request = RunRequest.Read(new Recipe("stripes", Path.Combine(AppContext.BaseDirectory, "stripes.yaml"), ""), args, args, classes);
var datasets = new RunDatasets(Stripes.Load(), Further: []);
var device = ComputeDevice.Choose(request.Config, request.Options);
var run = new ExperimentRun(new Printed(), TimeProvider.System, version: "1.0");
run.Execute(request, datasets, device, run.Prepare(request, datasets, device), CancellationToken.None);

/// <summary>Prints a line per megabatch.</summary>
internal sealed class Printed : IRunWatcher
{
    public void MegabatchDone(MegabatchResult result) => Console.WriteLine($"megabatch {result.Megabatch}: accuracy {result.Accuracy:F4}");
}
