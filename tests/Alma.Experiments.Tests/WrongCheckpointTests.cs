using Alma.Experiments.Checkpoints;
using Alma.Learning;
using Alma.Runs;
using Alma.Testing;

namespace Alma.Experiments.Tests;

/// <summary>
/// Checkpoints of a right checksum with one number, name, shape, type or value changed: the run goes on, or one error says what is wrong.
/// </summary>
public sealed class WrongCheckpointTests : IDisposable
{
    private const string GoesOn = "goes on";
    private const string Crashed = "!";
    private const int ChangesEach = 3;
    private const int ChangesOfTheLongTest = 40;

    private static readonly string[] tiny =
        ["n_megabatches=3", "clmodel.max_epochs=2", "clmodel.training_batch_size=16", "checkpoint.every_epochs=1", "replay=0.5"];
    private readonly TinyRun runs = new();

    public void Dispose() => runs.Dispose();

    public static TheoryData<string, int> Recipes
    {
        get
        {
            var names = new Alma.Config.RecipeCatalog([TinyRun.Configs]).List().Select(recipe => recipe.Name)
                .Where(name =>
                    name.StartsWith("mnist/", StringComparison.Ordinal) || name is "cifar10/test_firefly" or "cifar10/transfer_subnet_vgg");
            return new(names.SelectMany((name, k) => new[] { (name, 3 + (k % 2)) }));
        }
    }

    /// <param name="epoch">After which, counted through the run, it was interrupted: 3 is in an update, 4 after one.</param>
    [Theory]
    [MemberData(nameof(Recipes))]
    public void Resume_OfAWrongCheckpoint_GoesOnOrSaysWhatIsWrong(string recipe, int epoch) =>
        Check(recipe, [], epoch, ChangesEach);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(Recipes))]
    public void Resume_OfManyWrongCheckpoints_GoesOnOrSaysWhatIsWrong(string recipe, int epoch) =>
        Check(recipe, [], epoch, ChangesOfTheLongTest);

    /// <summary>Of data whose dumps each bring a class.</summary>
    [Theory]
    [InlineData("own/gmoe", 3)]
    [InlineData("own/ensemble", 4)]
    [InlineData("own/vgg", 3)]
    public void Resume_OfAWrongCheckpointOfGrowingClasses_GoesOnOrSaysWhatIsWrong(string recipe, int epoch) =>
        Check(recipe, ["data=dumps", "stream.train.by=dump"], epoch, 4 * ChangesEach);

    private void Check(string recipe, string[] overrides, int epoch, int count)
    {
        string[] all = [.. tiny, .. overrides];
        var request = TinyRun.Request(recipe, all);
        var cut = Interrupted(recipe, all, epoch);
        var wrong = WrongCheckpoint.AllOf(File.ReadAllBytes(cut.CheckpointFile)).ToArray();
        var outcomes = Every(wrong, wrong.Length / count, recipe.Length).Select(change => Resume(request, cut, change)).ToArray();

        var gone = outcomes.Count(outcome => outcome == GoesOn);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{recipe}: {outcomes.Length} of {wrong.Length} changes, {outcomes.Length - gone} refused, {gone} gone on with");
        foreach (var outcome in outcomes.Distinct()) TestContext.Current.TestOutputHelper?.WriteLine(outcome);
        Assert.Equal([], outcomes.Where(outcome => outcome.StartsWith(Crashed)));
        Assert.Contains(outcomes, outcome => outcome != GoesOn);
    }

    private static IEnumerable<WrongCheckpoint> Every(WrongCheckpoint[] all, int step, int first) =>
        Enumerable.Range(0, all.Length).Where(k => k % Math.Max(1, step) == first % Math.Max(1, step)).Select(k => all[k]);

    private RunFolder Interrupted(string recipe, string[] overrides, int epoch)
    {
        var path = runs.NewPath();
        var epochs = 0;
        Assert.Throws<OperationCanceledException>(() =>
            runs.Start(TinyRun.Request(recipe, [.. overrides, $"run_dir={path}"]), (position, cancellation) =>
            {
                if (position.Step == position.StepCount - 1 && ++epochs == epoch) return;
                if (position.Step == 0 && epochs >= epoch) cancellation.Cancel();
            }));
        return RunFolder.Open(path);
    }

    private string Resume(RunRequest request, RunFolder cut, WrongCheckpoint change)
    {
        var copy = runs.NewPath();
        foreach (var file in Directory.GetFiles(cut.Path, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("previous", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(cut.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        File.WriteAllBytes(RunFolder.Open(copy).CheckpointFile, change.File());
        try
        {
            TinyRun.Continue(request, RunFolder.Open(copy));
            return GoesOn;
        }
        catch (Exception refusal) when (refusal is SafetensorsException or RunFolderException or LearningException)
        {
            return refusal.Message;
        }
        catch (Exception crash) when (crash is not OutOfMemoryException)
        {
            return $"{Crashed} {change.What}: {crash}";
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }
}
