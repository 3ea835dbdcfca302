using Alma.EndToEnd.Tests.Programs;
using Alma.Runs;

namespace Alma.EndToEnd.Tests;

/// <summary><c>alma run</c>, told nothing: what a newcomer sees.</summary>
public sealed class FirstRunTests : IDisposable
{
    private readonly Workplace workplace = new();

    public void Dispose() => workplace.Dispose();

    [Fact]
    public void Run_NoRecipe_LeavesACompleteRunFolder()
    {
        workplace.Alma("run").Succeeded();

        var run = workplace.NewestRun();
        Assert.StartsWith(workplace.In("runs/digits/gmoe/"), run.Path);
        var names = Directory.GetFileSystemEntries(run.Path)
            .Select(path => Path.GetFileName(path)!)
            .Where(name => !name.StartsWith("events.", StringComparison.Ordinal));
        Assert.Equal(
            ["checkpoint", "config.yaml", "done", "log.txt", "metrics.jsonl", "models", "run.json", "worst"],
            names.Order(StringComparer.Ordinal));
        Assert.Single(run.EventFiles);
        Assert.True(File.Exists(run.CheckpointFile));
        Assert.Equal(4, Directory.GetFiles(run.ModelsFolder).Length);
        var manifest = run.Manifest();
        Assert.Equal((RunState.Done, 4, 4), (manifest.State, manifest.MegabatchesDone, manifest.MegabatchesTotal));
        Assert.Equal(["alma", "run"], manifest.CommandLine);
        Assert.True(run.TestAccuracies()[^1] > 0.85, "The digits were not learned.");
        Assert.Empty(Directory.GetFileSystemEntries(workplace.Home));
    }

    [Fact]
    public void Run_NoRecipe_EndsByShowingResultsAndWhatToDoNext()
    {
        var result = workplace.Alma("run", "clmodel.max_epochs=2").Succeeded();

        Assert.Empty(result.Errors);
        Assert.Contains("digits/gmoe: done, 4 of 4 megabatches, seed 0, cpu", result.Output);
        string[] columns = ["megabatch", "error", "cumulative", "epochs", "multiply-", "parameters", "time"];
        Assert.Contains(result.Output, line => columns.All(line.Contains));
        Assert.Contains("Experts, with the part of the test set that each answers:", result.Output);
        Assert.Contains(result.Output, line => line.Contains("└── 1", StringComparison.Ordinal) && line.Contains('%'));
        var run = Path.GetRelativePath(workplace.Path, workplace.NewestRun().Path);
        Assert.Contains($"Look at:  alma report {run}  or  tensorboard --logdir {run}", result.Output);
        Assert.StartsWith("Try next: alma run mnist/test_usage_gmoe", result.Output[^1]);
    }

    [Fact]
    public void Run_TwiceWithOneSeed_MeasuresTheSame()
    {
        workplace.Alma("run", "clmodel.max_epochs=2", "seed=7", "run_dir=a").Succeeded();
        workplace.Typed("run", "clmodel.max_epochs=2", "seed=7", "run_dir=b").Succeeded();
        workplace.Typed("run", "clmodel.max_epochs=2", "seed=8", "run_dir=c").Succeeded();

        var (a, b, c) = (RunFolder.Open(workplace.In("a")), RunFolder.Open(workplace.In("b")), RunFolder.Open(workplace.In("c")));
        a.AssertSameAs(b);
        Assert.NotEqual(a.TimelessRows(), c.TimelessRows());
        Assert.True(a.TimelessRows().Count < a.Rows().Count, "No row measures time.");
    }

    [Fact]
    public void Run_ConfigLeftByARun_MeasuresTheSame()
    {
        workplace.Alma("run", "clmodel.max_epochs=3", "clmodel.optim.lr=0.5").Succeeded();
        var first = workplace.NewestRun();

        workplace.Alma("run", first.ConfigFile, "run_dir=again").Succeeded();

        RunFolder.Open(workplace.In("again")).AssertSameAs(first);
    }

    [Fact]
    public void Run_FolderOfAnotherRun_IsRefused()
    {
        workplace.Typed("run", "clmodel.max_epochs=1", "run_dir=a").Succeeded();

        Assert.Equal(
            "a already holds a run. Resume it, or choose another run_dir.", workplace.Typed("run", "run_dir=a").RefusedInOneLine());
    }

    [Fact]
    public void Run_DivergingTraining_FailsAndSaysWhere()
    {
        var result = workplace.Typed("run", "clmodel.optim.class_name=SGD", "clmodel.optim.lr=1e30");

        Assert.Matches(
            @"^Training diverged: the loss is \S+ at megabatch 0, epoch 0, step \d+\. Try .*clmodel\.optim\.lr", result.RefusedInOneLine());
        var manifest = workplace.NewestRun().Manifest();
        Assert.Equal(RunState.Failed, manifest.State);
        Assert.StartsWith("Training diverged", manifest.Error);
        Assert.False(File.Exists(workplace.NewestRun().DoneFile));
    }
}
