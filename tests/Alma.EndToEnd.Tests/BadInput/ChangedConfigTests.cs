using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>
/// A config that was edited while a run was interrupted: it is gone on with where the change does not matter,
/// and refused with each line where it does.
/// </summary>
public sealed class ChangedConfigTests(InterruptedRun interrupted) : IDisposable
{
    private const string GoesOn = "";

    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory]
    [InlineData("size_layers: 32", "size_layers: 16", "clmodel.model.size_layers is 16, and was 32")]
    [InlineData("seed: 432", "seed: 433", "stream.train.seed is 433, and was 432")]
    [InlineData("lr: 1.0", "lr: 0.5", "clmodel.optim.lr is 0.5, and was 1.0")]
    [InlineData("lr: 1.0", "lr: 1e0", GoesOn)]
    [InlineData("lr: 1.0", "lr: 1", GoesOn)]
    [InlineData("class_name: Adadelta", "class_name: Adam", "clmodel.optim.class_name is Adam, and was Adadelta")]
    [InlineData(
        "class_name: MoE_MLP_UsageGrow",
        "class_name: MoE_MLP_RandomGrow",
        "clmodel.model.class_name is MoE_MLP_RandomGrow, and was MoE_MLP_UsageGrow")]
    [InlineData("    n_megabatches: 2", "    n_megabatches: 1", "stream.train.n_megabatches is 1, and was 2")]
    [InlineData("max_epochs: 2", "max_epochs: 3", "clmodel.max_epochs is 3, and was 2")]
    [InlineData(
        "grow_every: 1", "grow_every: 1\n  kornia_augs: [{name: RandomErasing}]", "clmodel.kornia_augs is a list of 1, and was null")]
    [InlineData("grow_every: 1", "grow_every: 1\n  validation_batch_size: 100", GoesOn)]
    [InlineData("device: cpu", "device: cpu\nthreads: 2", GoesOn)]
    [InlineData("stop_after: 2", "checkpoint: {every_epochs: 1, keep_models: false}", GoesOn)]
    public void Resume_WithAnEditedConfig_GoesOnOrNamesTheLine(string line, string edited, string refusal)
    {
        var run = interrupted.CopyTo(workplace.In("run"));
        var config = File.ReadAllText(run.ConfigFile);
        Assert.Contains(line, config, StringComparison.Ordinal);
        var at = config.IndexOf(line, StringComparison.Ordinal);
        File.WriteAllText(run.ConfigFile, config[..at] + edited + config[(at + line.Length)..]);

        var result = workplace.Typed("resume", "run");

        if (refusal == GoesOn)
        {
            result.Succeeded();
            return;
        }
        Assert.Matches(
            "^run/config.yaml is not the config that the run has come this far with: .*line [0-9]+: "
            + $"{refusal.Replace(".", "\\.", StringComparison.Ordinal)}",
            result.RefusedInOneLine());
        Assert.Equal(RunState.Interrupted, RunManifest.Read(run).State);
    }

    [Fact]
    public void Resume_WithSeveralEdits_NamesThemAll()
    {
        var run = interrupted.CopyTo(workplace.In("run"));
        var config = File.ReadAllText(run.ConfigFile);
        File.WriteAllText(run.ConfigFile, config.Replace("size_layers: 32", "size_layers: 16", StringComparison.Ordinal)
            .Replace("patience: 15", "patience: 3", StringComparison.Ordinal));

        var refusal = workplace.Typed("resume", "run").RefusedInOneLine();

        Assert.Contains("clmodel.patience is 3, and was 15", refusal, StringComparison.Ordinal);
        Assert.Contains("clmodel.model.size_layers is 16, and was 32", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void RunWithResume_OfARunThatWasToStopEarly_GoesFurther()
    {
        string[] command = ["run", "digits/gmoe", "n_megabatches=3", "clmodel.max_epochs=1", "run_dir=early", "--resume"];
        workplace.Typed([.. command, "stop_after=1"]).Succeeded();

        workplace.Typed([.. command, "stop_after=2", "threads=1", "clmodel.optim.lr=1"]).Succeeded();

        var run = RunFolder.Open(workplace.In("early"));
        Assert.Equal(
            (RunState.Done, 2, 2),
            (RunManifest.Read(run).State, RunManifest.Read(run).MegabatchesDone, RunManifest.Read(run).MegabatchesTotal));
        Assert.Contains("stop_after: 2", File.ReadAllText(run.ConfigFile), StringComparison.Ordinal);
        Assert.Matches(
            "line [0-9]+: stop_after is 1, and the run has begun on megabatch 2\\. Make it at least 2, or leave it out",
            Refused(run, "stop_after: 2", "stop_after: 1"));
        Assert.Equal(RunState.Interrupted, RunManifest.Read(run).State);
    }

    private string Refused(RunFolder run, string line, string edited)
    {
        File.WriteAllText(run.ConfigFile, File.ReadAllText(run.ConfigFile).Replace(line, edited, StringComparison.Ordinal));
        File.WriteAllText(
            run.ManifestFile, File.ReadAllText(run.ManifestFile).Replace("\"done\"", "\"interrupted\"", StringComparison.Ordinal));
        return workplace.Typed("resume", "early").RefusedInOneLine();
    }
}
