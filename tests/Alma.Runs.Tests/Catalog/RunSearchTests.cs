using Alma.Runs.Catalog;

namespace Alma.Runs.Tests.Catalog;

public sealed class RunSearchTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Newest_OfSeveralRuns_IsTheNewestThatIsNotDone()
    {
        Make("1", RunState.Interrupted);
        Make("2", RunState.Running);
        Make("3", RunState.Done);
        Make("4", RunState.Failed, config: "seed: 2\n");
        Make("5", RunState.Failed, recipe: "mnist/other");

        Assert.EndsWith("2", Newest()?.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Newest_WhereAllAreDone_IsTheNewest()
    {
        Make("2", RunState.Done);
        Make("1", RunState.Done);

        Assert.EndsWith("2", Newest()?.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Newest_WhereNoneIsOfThisConfig_IsNone()
    {
        Assert.Null(Newest());
        Make("1", RunState.Failed, config: "seed: 2\n");
        File.WriteAllText(Make("2", RunState.Failed).ManifestFile, "{");

        Assert.Null(Newest());
    }

    [Fact]
    public void At_RunOfAnotherConfig_IsRefusedWithWhatDiffers()
    {
        var folder = Make("1", RunState.Failed);

        Assert.Null(RunSearch.At(temporary.File("nowhere"), "seed: 1\n"));
        Assert.Equal(folder.Path, RunSearch.At(folder.Path, "seed: 1\n")?.Path);
        var refusal = Assert.Throws<RunFolderException>(() => RunSearch.At(folder.Path, "seed: 2\n")).Message;
        Assert.Equal($"{folder.Path} holds a run of another config: it has 'seed: 1' where 'seed: 2' was asked for. Choose another run_dir, or go on with that one: alma resume {folder.Path}.", refusal);
    }

    private RunFolder? Newest() => RunSearch.Newest("mnist/finetune", "seed: 1\n", temporary.Path);

    private RunFolder Make(string name, RunState state, string config = "seed: 1\n", string recipe = "mnist/finetune")
    {
        var folder = RunFolder.Create(temporary.File($"mnist/finetune/{name}"));
        File.WriteAllText(folder.ConfigFile, config);
        var manifest = Manifests.Running();
        (manifest with { State = state, Recipe = recipe, Started = manifest.Started.AddMinutes(name[0]) }).Write(folder);
        return folder;
    }
}
