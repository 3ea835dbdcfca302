using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;
using Alma.Testing;

namespace Alma.EndToEnd.Tests.BadInput;

/// <summary>
/// Some hundred checkpoints that are well-formed and wrong, of learners that keep different things, gone on with by the program.
/// </summary>
public sealed class WrongCheckpointLongTests : IDisposable
{
    private const int ChangesEach = 60;

    private static readonly string[] changes =
        ["n_megabatches=2", "clmodel.max_epochs=1", "clmodel.model.size_layers=4", "checkpoint.every_epochs=1", "replay=0.5"];
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData("gmoe", "")]
    [InlineData("ensemble", "{class_name: Ensemble}")]
    [InlineData("boosting", "{class_name: AdaBoostRounds, n_rounds: 2}")]
    [InlineData("bagging", "{class_name: Bagging, k: 2}")]
    public void Resume_OfAWrongCheckpoint_GoesOnOrSaysWhatIsWrongInOneLine(string name, string learner)
    {
        string[] learnerChanges = learner.Length == 0 ? [] : [.. Learner(learner)];
        workplace.Typed(["run", "digits/gmoe", .. changes, .. learnerChanges, "stop_after=1", $"run_dir={name}"]).Succeeded();
        var run = RunFolder.Open(workplace.In(name));
        File.WriteAllText(
            run.ConfigFile, File.ReadAllText(run.ConfigFile).Replace("stop_after: 1", "stop_after: 2", StringComparison.Ordinal));
        var wrong = WrongCheckpoint.AllOf(File.ReadAllBytes(run.CheckpointFile)).ToArray();
        var step = Math.Max(1, wrong.Length / ChangesEach);
        var (count, refused) = (0, 0);
        for (var k = 0; k < wrong.Length; k += step, count++)
            if (IsRefused(run, wrong[k])) refused++;

        TestContext.Current.SendDiagnosticMessage($"{name}: {count} wrong checkpoints, {refused} refused, {count - refused} gone on with");
        Assert.InRange(refused, 1, count);
        Assert.InRange(count, ChangesEach, int.MaxValue);
    }

    private static IEnumerable<string> Learner(string options)
    {
        yield return $"clmodel.class_name={options.Trim('{', '}').Split(',')[0].Split(": ")[1]}";
        yield return "~clmodel.grow_every";
        yield return "~clmodel.model.n_experts_to_split";
        yield return "clmodel.model.class_name=MoE_MLP";
        if (options.Contains("Rounds", StringComparison.Ordinal)) yield return "~clmodel.init_from_scratch";
        foreach (var option in options.Trim('{', '}').Split(", ").Skip(1))
            yield return $"+clmodel.{option.Replace(": ", "=", StringComparison.Ordinal)}";
    }

    private bool IsRefused(RunFolder run, WrongCheckpoint change)
    {
        var copy = workplace.In("copy");
        Directory.CreateDirectory(Path.Combine(copy, "checkpoint"));
        foreach (var file in new[] { run.ConfigFile, run.ManifestFile, run.MetricsFile })
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        File.WriteAllBytes(Path.Combine(copy, "checkpoint", Path.GetFileName(run.CheckpointFile)), change.File());
        try
        {
            var result = workplace.Typed("resume", "copy");
            if (result.ExitCode == 0) return false;
            result.RefusedInOneLine();
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            throw new InvalidOperationException($"{change.What}: {failure.Message}", failure);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
