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

    private RunFolder? Newest() =>
        RunSearch.Newest("mnist/finetune", folder => File.ReadAllText(folder.ConfigFile) == "seed: 1\n", temporary.FullPath);

    private RunFolder Make(string name, RunState state, string config = "seed: 1\n", string recipe = "mnist/finetune")
    {
        var folder = RunFolder.Create(temporary.File($"mnist/finetune/{name}"));
        File.WriteAllText(folder.ConfigFile, config);
        var manifest = Manifests.Running();
        (manifest with { State = state, Recipe = recipe, Started = manifest.Started.AddMinutes(name[0]) }).Write(folder);
        return folder;
    }
}
