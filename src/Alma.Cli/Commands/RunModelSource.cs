using Alma.Experiments;
using Alma.Experiments.Checkpoints;
using Alma.Experiments.Models;
using Alma.Learning;
using Alma.Onnx;
using Alma.Runs;
using Alma.Runs.Metrics;
using Alma.Runs.Registry;
using Alma.Serving.Models;
using Alma.Serving.Sources;

namespace Alma.Cli.Commands;

/// <summary>
/// The models of a run, one after each megabatch, as the run goes on: each becomes ONNX in memory when it is asked for. A file
/// <c>champion</c> beside them has the number of the one to serve by default.
/// </summary>
internal sealed class RunModelSource(RunFolder run) : ModelSource
{
    private readonly Dictionary<int, double> errors = [];

    public override string Name => RunManifest.Read(run).Recipe.Split('/')[^1] is { Length: > 0 } recipe ? recipe : "model";

    public override string Place => run.Path;

    public override string Nothing =>
        $"{run.Path} has no model: no megabatch is through, or it was run with checkpoint.keep_models=false.";

    /// <summary>A run that has begun has no model until its first megabatch is through.</summary>
    public override bool MayBeEmpty => RunManifest.Read(run).State == RunState.Running;

    public override IReadOnlyList<ModelFile> List()
    {
        var megabatches = RunModels.Megabatches(run);
        if (!megabatches.All(errors.ContainsKey)) ReadErrors();
        return [.. megabatches.Select(FileOf).OfType<ModelFile>()];
    }

    public override int? Champion() => ChampionFile.Read(run.ModelsFolder);

    public override string PlaceOf(ModelFile file) => run.ModelFile(file.Version);

    public override byte[] Read(ModelFile file)
    {
        try
        {
            return ModelExport.Bytes(SavedModel.Read(run.ModelFile(file.Version)), run);
        }
        catch (Exception unfit) when (unfit is SafetensorsException or OnnxException or LearningException)
        {
            throw new ModelException(SettingKeys.Message(unfit), unfit);
        }
    }

    private ModelFile? FileOf(int megabatch) => FileModelSource.StampOf(run.ModelFile(megabatch)) is { } stamp
        ? new ModelFile(megabatch, stamp, errors.TryGetValue(megabatch, out var error) ? error : null)
        : null; // gone in the meantime

    private void ReadErrors()
    {
        if (!File.Exists(run.MetricsFile)) return;
        foreach (var row in MetricLog.Read(run.MetricsFile, Splits.Test))
            if (row is { Name: MetricNames.Error, Value: >= 0 and <= 1 }) errors[row.Megabatch] = row.Value;
    }
}
